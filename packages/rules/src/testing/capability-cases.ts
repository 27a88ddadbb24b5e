import type { Posture } from '@shoji/posture';
import { severities, type Severity } from '../rule.js';
import { denied, fails, isUnknown, passes, type Case } from './cases.js';

/** What every rule on one capability must say; `severity` is what it weighs where init holds it. */
export function capabilityCases(capability: string, severity: Severity): Case[] {
  const stepDown = severities[severities.indexOf(severity) - 1] ?? 'low';
  const lacking = (change: (p: Posture) => void) => (p: Posture) => {
    p.capabilities = { effective: [], permitted: [], inheritable: [], bounding: [], ambient: [] };
    change(p);
  };
  const held = (change: (p: Posture) => void = () => undefined) =>
    lacking((p) => {
      p.capabilities.permitted = [capability];
      change(p);
    });
  return [
    passes(
      'no set has it',
      lacking(() => undefined),
    ),
    passes(
      'only the bounding set has it, under no_new_privs',
      lacking((p) => {
        p.capabilities.bounding = [capability];
        p.user.noNewPrivileges = true;
      }),
    ),
    passes(
      'bounding cannot be read, but no_new_privs is set',
      lacking((p) => {
        p.capabilities.bounding = denied;
        p.user.noNewPrivileges = true;
      }),
    ),
    fails('init holds it', held(), { severity }),
    fails(
      'init holds it, the other sets cannot be read',
      lacking((p) => {
        p.capabilities = {
          ...p.capabilities,
          effective: [capability],
          permitted: denied,
          bounding: denied,
        };
      }),
      { severity },
    ),
    fails(
      'user 1000 can gain it by exec',
      lacking((p) => (p.capabilities.bounding = [capability])),
      { severity: stepDown },
    ),
    fails(
      'it is held over a private user namespace',
      held((p) => {
        p.namespaces.user = 'own';
        p.user.uidMappings = [{ containerId: 0, hostId: 300000, size: 65536 }];
      }),
      { severity: 'low' },
    ),
    fails(
      'its user namespace has the root of the host in it',
      held((p) => (p.namespaces.user = 'own')),
      {
        severity,
      },
    ),
    fails(
      'the mapping of its user namespace cannot be read',
      held((p) => {
        p.namespaces.user = 'own';
        p.user.uidMappings = denied;
      }),
      { severity },
    ),
    fails(
      'it can be gained by exec, and whether init holds it cannot be read',
      lacking((p) => {
        p.capabilities = { ...p.capabilities, permitted: denied, bounding: [capability] };
      }),
      stepDown === severity ? { severity } : { severity: stepDown, atMost: severity },
    ),
    isUnknown(
      'the permitted set cannot be read',
      lacking((p) => (p.capabilities.permitted = denied)),
      { severity },
    ),
    isUnknown(
      'the bounding set cannot be read',
      lacking((p) => (p.capabilities.bounding = denied)),
      { severity: stepDown },
    ),
    isUnknown(
      'bounding has it and no_new_privs cannot be read',
      lacking((p) => {
        p.capabilities.bounding = [capability];
        p.user.noNewPrivileges = denied;
      }),
      { severity: stepDown },
    ),
  ];
}
