import {
  allowsDevice,
  evidenceOf,
  isPrivateUserNamespace,
  isUnreadable,
  isUnsupported,
  isUsualDevice,
  type DeviceNode,
  type DeviceRule,
} from '@shoji/posture';
import { defineRule, fail, pass, unknown } from '../rule.js';

/** No device cgroup asks. */
const everything: readonly DeviceRule[] = [{ type: 'a', major: null, minor: null, access: 'rwm' }];

/** There is a node of a device beyond the usual ones, and nothing is known to refuse it. */
export const hostDeviceExposed = defineRule({
  id: 'host-device-exposed',
  wall: 'filesystem',
  severity: 'high',
  revision: 1,
  title: 'A device of the host can be opened',
  rationale:
    'A disk opens every file on it past all permissions, raw memory opens the kernel, and those weigh high; any other device is a driver of the host’s kernel that answers to the container, and weighs medium. A node that the device cgroup refuses is no way in. Over a private user namespace the permissions of the node still hold, and it weighs low.',
  remediation:
    'docker: leave out --device, --privileged and --gpus where they are not needed. compose: devices. Kubernetes: a device plugin for the one device instead of privileged. LXC: lxc.mount.entry and lxc.cgroup2.devices.allow.',
  references: ['CIS Docker 1.6.0 5.18', 'ATT&CK T1611', 'mknod(2)'],
  reads: { nodes: (c) => c.filesystem.devices },
  considers: {
    shown: (c) => c.cgroups.devices,
    set: (_, { traits }) => traits.deviceRules,
    user: (c) => c.namespaces.user,
    uidMappings: (c) => c.user.uidMappings,
  },
  unsupported: 'not-applicable',
  evaluate: ({ nodes, shown, set, user, uidMappings }) => {
    const rules = isUnreadable(shown) ? set : isUnsupported(shown) ? everything : shown;
    const found = nodes.filter(
      (node) =>
        !isUsualDevice(node) && (rules === undefined || rules.some((rule) => allowsDevice(rule, node))),
    );
    if (found.length === 0)
      return {
        ...pass,
        evidence: () => [
          evidenceOf(
            'filesystem.devices',
            nodes.length,
            `none of ${nodes.length} nodes opens a device of the host`,
          ),
        ],
      };
    const severity = isPrivateUserNamespace(user, uidMappings)
      ? 'low'
      : found.some(isGrave)
        ? 'high'
        : 'medium';
    const evidence = () => [
      evidenceOf(
        'filesystem.devices',
        found.map((node) => ({ ...node })),
        `${found
          .slice(0, 8)
          .map(({ path }) => path)
          .join(', ')}${found.length > 8 ? ` and ${found.length - 8} more` : ''}`,
      ),
      ...(rules === undefined ? [evidenceOf('cgroups.devices', shown)] : []),
    ];
    return rules === undefined ? unknown(evidence, severity) : fail(evidence, severity);
  },
});

/** Disks, and raw memory and ports: /dev/mem, kmem, port (Documentation/admin-guide/devices.txt). */
const isGrave = ({ type, major, minor }: DeviceNode): boolean =>
  type === 'b' || (major === 1 && [1, 2, 4].includes(minor));
