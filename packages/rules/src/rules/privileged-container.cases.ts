import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { classicCapabilities, type Posture } from '@shoji/posture';
import { privilegedPosture } from '../../../posture/src/testing/posture.js';

const privileged = (change: (p: Posture) => void) => (p: Posture) => {
  Object.assign(p, privilegedPosture(classicCapabilities));
  change(p);
};

export const cases: readonly Case[] = [
  passes('docker gives its default', asIs),
  passes(
    'a filter is left',
    privileged((p) => (p.seccomp.mode = 'filter')),
  ),
  passes(
    'AppArmor is left',
    privileged((p) => (p.lsm.apparmor = { profile: 'docker-default', mode: 'enforce' })),
  ),
  passes(
    'one capability is missing',
    privileged((p) => {
      for (const set of ['effective', 'permitted', 'bounding'] as const)
        p.capabilities[set] = classicCapabilities.slice(1);
    }),
  ),
  passes(
    'the filter is unreadable, but a module confines it',
    privileged((p) => {
      p.seccomp.mode = denied;
      p.lsm.selinux = {
        user: 'system_u',
        role: 'system_r',
        type: 'container_t',
        level: 's0:c1,c2',
        mode: 'enforcing',
      };
    }),
  ),
  fails('it is privileged, put together from parts', privileged(asIs)),
  fails(
    'its profile only complains',
    privileged((p) => (p.lsm.apparmor = { profile: 'x', mode: 'complain' })),
  ),
  fails(
    'the kernel has neither seccomp nor a security module',
    privileged((p) => {
      p.seccomp.mode = absent;
      p.lsm = { apparmor: absent, selinux: absent };
    }),
  ),
  fails(
    'a rootless one is privileged over its own user namespace',
    privileged((p) => {
      p.namespaces.user = 'own';
      p.user.uidMappings = [{ containerId: 0, hostId: 1000, size: 1 }];
    }),
    { severity: 'low' },
  ),
  fails(
    'user 1000 can have it all again by an exec',
    privileged((p) => {
      p.capabilities = { ...p.capabilities, effective: [], permitted: [] };
    }),
    { severity: 'high' },
  ),
  isUnknown(
    'whether there is a filter cannot be read',
    privileged((p) => (p.seccomp.mode = denied)),
  ),
  isUnknown(
    'its profile cannot be read',
    privileged((p) => (p.lsm.apparmor = denied)),
  ),
  fails(
    'what it holds cannot be read, but an exec can gain it all',
    privileged((p) => {
      p.capabilities = { ...p.capabilities, effective: denied, permitted: denied };
    }),
    { severity: 'high', atMost: 'critical' },
  ),
  isUnknown(
    'no set can be read',
    privileged((p) => {
      p.capabilities = { ...p.capabilities, effective: denied, permitted: denied, bounding: denied };
    }),
  ),
];
