import type { DeviceRule } from '@shoji/posture';
import { cases, denied } from '../testing/cases.js';

const everything: DeviceRule = { type: 'a', major: null, minor: null, access: 'rwm' };
const usual: DeviceRule[] = [
  { type: 'b', major: null, minor: null, access: 'm' },
  { type: 'c', major: null, minor: null, access: 'm' },
  ...[3, 5, 7, 8, 9].map((minor) => ({ type: 'c' as const, major: 1, minor, access: 'rwm' })),
  ...[0, 1, 2].map((minor) => ({ type: 'c' as const, major: 5, minor, access: 'rwm' })),
  { type: 'c', major: 136, minor: null, access: 'rwm' },
];
const disk = { path: '/dev/vda', type: 'b' as const, major: 254, minor: 0 };
const tunnel = { path: '/dev/net/tun', type: 'c' as const, major: 10, minor: 200 };
const terminal = { path: '/dev/tty', type: 'c' as const, major: 5, minor: 0 };

export const table = cases({
  mends: {
    'the node of a disk lies below /dev': [
      ({ posture: { filesystem } }) => (filesystem.devices = [terminal, tunnel, disk]),
      ({ posture: { filesystem } }) => (filesystem.devices = [terminal]),
    ],
    'every device is allowed': [
      ({ posture: { cgroups } }) => (cgroups.devices = [everything]),
      ({ posture: { cgroups } }) => (cgroups.devices = usual),
    ],
    'its runtime allowed one disk, and the kernel shows no list': [
      ({ traits }) => (traits.deviceRules = [...usual, { type: 'b', major: 254, minor: 0, access: 'rw' }]),
      ({ traits }) => (traits.deviceRules = usual),
    ],
  },
  leaves: {
    'it has the usual ones': ({ posture: { cgroups, filesystem }, traits }) => {
      cgroups.devices = usual;
      filesystem.devices = [terminal];
      traits.deviceRules = usual;
    },
    'fewer are allowed': ({ posture: { cgroups } }) => (cgroups.devices = usual.slice(2, 3)),
    'nothing can be read': ({ posture: { cgroups, filesystem } }) => {
      cgroups.devices = denied;
      filesystem.devices = denied;
    },
  },
});
