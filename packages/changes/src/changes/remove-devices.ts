import { isKnown, isUsualDevice, type DeviceRule } from '@shoji/posture';
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

/** Runtimes let containers open /dev/net/tun until runc 1.2. */
const formerlyUsual: DeviceRule = node(200, 10);

const isUsual = (rule: DeviceRule): boolean =>
  !/[rw]/.test(rule.access) ||
  [...usual, formerlyUsual].some(
    ({ type, major, minor, access }) =>
      /[rw]/.test(access) &&
      type === rule.type &&
      major === rule.major &&
      (minor === null || minor === rule.minor),
  );

/** The usual ones, and those of a list that were once. */
const usualOf = (rules: readonly DeviceRule[]): DeviceRule[] =>
  rules.some(({ major, minor }) => major === formerlyUsual.major && minor === formerlyUsual.minor)
    ? [...usual.slice(0, -1), formerlyUsual, ...usual.slice(-1)]
    : [...usual];

/** It can open no disk and no memory of the host (Documentation/admin-guide/cgroup-v1/devices.rst). */
export const removeDevices = defineChange({
  id: 'remove-devices',
  title: 'Take the devices of the host away',
  walls: ['cgroups', 'filesystem'],
  effort: 'low',
  revision: 3,
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
  verify: `d=$(sed -n 's/^[0-9]*:devices://p' /proc/$PID/cgroup); ! find /proc/$PID/root/dev -xdev -type b 2>/dev/null | grep -q . && { [ -z "$d" ] || ! grep -Eq '^[ab] [^ ]* [rwm]*[rw]' "/sys/fs/cgroup/devices$d/devices.list"; }`,
  amend: ({ posture, traits }) => {
    const { devices: nodes } = posture.filesystem;
    const { devices: rules } = posture.cgroups;
    const nodesGo = isKnown(nodes) && !nodes.every(isUsualDevice);
    const rulesGo = isKnown(rules) && !rules.every(isUsual);
    const setGo = traits.deviceRules !== undefined && !traits.deviceRules.every(isUsual);
    if (!nodesGo && !rulesGo && !setGo) return null;
    const amendment: Amendment = {
      posture: {
        ...(nodesGo && { filesystem: { devices: nodes.filter(isUsualDevice) } }),
        ...(rulesGo && { cgroups: { devices: usualOf(rules) } }),
      },
      ...(setGo && { traits: { deviceRules: usualOf(traits.deviceRules ?? []) } }),
    };
    return amendment;
  },
});
