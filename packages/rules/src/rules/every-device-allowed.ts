import {
  evidenceOf,
  isPrivateUserNamespace,
  isUnreadable,
  isUnsupported,
  type DeviceRule,
} from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** The device cgroup refuses nothing. */
export const everyDeviceAllowed = defineRule({
  id: 'every-device-allowed',
  wall: 'cgroups',
  severity: 'high',
  revision: 1,
  title: 'Container may open every device of the host',
  rationale:
    'With a node, which CAP_MKNOD makes, every disk of the host can be read and written past all file systems. Version 1 of cgroups shows its list; version 2 hides it in a program of the kernel’s, so that there only what the runtime set is known. Over a private user namespace no node can be made, and it weighs low.',
  remediation:
    "docker: leave out --privileged and --device-cgroup-rule 'a *:* rwm'; name single devices with --device. compose: the same in devices and device_cgroup_rules. Kubernetes: privileged: false, device plugins. LXC: lxc.cgroup2.devices.deny = a.",
  references: ['CIS Docker 1.6.0 5.18', 'ATT&CK T1611', 'cgroups(7)'],
  reads: {},
  considers: {
    shown: (c) => c.cgroups.devices,
    set: (_, { traits }) => traits.deviceRules,
    user: (c) => c.namespaces.user,
    uidMappings: (c) => c.user.uidMappings,
  },
  unsupported: 'fail',
  evaluate: ({ shown, set, user, uidMappings }) => {
    const severity = isPrivateUserNamespace(user, uidMappings) ? 'low' : 'high';
    if (isUnsupported(shown)) return fail(() => [evidenceOf('cgroups.devices', shown)], severity);
    const rules = isUnreadable(shown) ? set : shown;
    if (rules === undefined) return unknown(() => [evidenceOf('cgroups.devices', shown)], severity);
    const field = isUnreadable(shown) ? 'traits.deviceRules' : 'cgroups.devices';
    // What allows every block device is as good as all.
    return allowsEvery(rules)
      ? fail(() => [evidenceOf(field, rules, 'every device is allowed')], severity)
      : {
          ...pass,
          evidence: () => [evidenceOf(field, rules.length, `${rules.length} kinds of devices are allowed`)],
        };
  },
});

const allowsEvery = (rules: readonly DeviceRule[]): boolean =>
  rules.some(({ type, major, access }) => type !== 'c' && major === null && /[rw]/.test(access));
