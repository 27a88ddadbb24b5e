import { isKnown, type DeviceNode, type DeviceRule } from '@shoji/posture';
import { defineChange, type Amendment } from '../change.js';
import { ofContainer } from '../remedies.js';

const node = (minor: number, major = 1): DeviceRule => ({ type: 'c', major, minor, access: 'rwm' });
/** Devices that every runtime lets a container open; making nodes of any is allowed, opening them is not. */
const usual: readonly DeviceRule[] = [
  { type: 'b', major: null, minor: null, access: 'm' },
  { type: 'c', major: null, minor: null, access: 'm' },
  ...[3, 5, 7, 8, 9].map((minor) => node(minor)),
  ...[0, 1, 2].map((minor) => node(minor, 5)),
  { type: 'c', major: 136, minor: null, access: 'rwm' },
];

const isUsual = (rule: DeviceRule): boolean =>
  !/[rw]/.test(rule.access) ||
  usual.some(
    ({ type, major, minor, access }) =>
      /[rw]/.test(access) &&
      type === rule.type &&
      major === rule.major &&
      (minor === null || minor === rule.minor),
  );
const isUsualNode = ({ type, major, minor }: DeviceNode): boolean =>
  type === 'c' && isUsual({ type, major, minor, access: 'rw' });

/** It can open no disk and no memory of the host (Documentation/admin-guide/cgroup-v1/devices.rst). */
export const removeDevices = defineChange({
  id: 'remove-devices',
  title: 'Take the devices of the host away',
  walls: ['cgroups', 'filesystem'],
  effort: 'low',
  revision: 1,
  remedies: ofContainer({
    docker: 'Leave out --device, --device-cgroup-rule and --privileged.',
    compose: 'Leave out devices, device_cgroup_rules and privileged.',
    kubernetes:
      'securityContext:\n  privileged: false   # ask a device plugin for the one device that is needed',
    podman: 'Leave out --device, --device-cgroup-rule and --privileged.',
    lxc: 'lxc.cgroup2.devices.deny = a\nlxc.include = /usr/share/lxc/config/common.conf   # allows the usual ones',
    daemon: { none: 'docker has no such setting. podman: leave out devices in containers.conf.' },
  }),
  breaks: 'Breaks if it drives hardware, such as a GPU or a disk: allow that one device by its number.',
  verify: `! find /proc/$PID/root/dev -xdev -type b 2>/dev/null | grep -q .`,
  amend: ({ posture, traits }) => {
    const { devices: nodes } = posture.filesystem;
    const { devices: rules } = posture.cgroups;
    const nodesGo = isKnown(nodes) && !nodes.every(isUsualNode);
    const rulesGo = isKnown(rules) && !rules.every(isUsual);
    const setGo = traits.deviceRules !== undefined && !traits.deviceRules.every(isUsual);
    if (!nodesGo && !rulesGo && !setGo) return null;
    const amendment: Amendment = {
      posture: {
        ...(nodesGo && { filesystem: { devices: nodes.filter(isUsualNode) } }),
        ...(rulesGo && { cgroups: { devices: [...usual] } }),
      },
      ...(setGo && { traits: { deviceRules: [...usual] } }),
    };
    return amendment;
  },
});
