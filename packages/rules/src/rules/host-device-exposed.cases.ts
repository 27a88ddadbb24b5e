import { absent, denied, fails, isUnknown, passes, remap, type Case } from '../testing/cases.js';
import type { DeviceNode, DeviceRule } from '@shoji/posture';

const disk: DeviceNode = { path: '/dev/vda', type: 'b', major: 254, minor: 0 };
const camera: DeviceNode = { path: '/dev/video0', type: 'c', major: 81, minor: 0 };
const allowing = ({ type, major, minor }: DeviceNode): DeviceRule => ({ type, major, minor, access: 'rw' });

export const cases: readonly Case[] = [
  passes(
    'there are the usual nodes',
    (p) => (p.filesystem.devices = [{ path: '/dev/null', type: 'c', major: 1, minor: 3 }]),
  ),
  passes('the device cgroup refuses the disk', (p) => {
    p.filesystem.devices = [disk];
    p.cgroups.devices = [allowing(camera)];
  }),
  passes('the runtime set none, on a host that shows no list', (p) => (p.filesystem.devices = [disk]), {
    traits: { deviceRules: [] },
  }),
  fails('a disk is there and allowed', (p) => {
    p.filesystem.devices = [disk];
    p.cgroups.devices = [allowing(disk)];
  }),
  fails(
    'the memory of the host is there, and the runtime set that it may',
    (p) => {
      p.filesystem.devices = [{ path: '/dev/mem', type: 'c', major: 1, minor: 1 }];
    },
    { traits: { deviceRules: [{ type: 'a', major: null, minor: null, access: 'rwm' }] } },
  ),
  fails('a camera is there', (p) => (p.filesystem.devices = [camera]), {
    traits: { deviceRules: [allowing(camera)] },
    severity: 'medium',
  }),
  fails('no device cgroup asks', (p) => {
    p.filesystem.devices = [disk];
    p.cgroups.devices = absent;
  }),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.filesystem.devices = [disk];
      p.cgroups.devices = absent;
      remap(p);
    },
    { severity: 'low' },
  ),
  isUnknown('whether the disk is allowed cannot be read', (p) => (p.filesystem.devices = [disk])),
  isUnknown('the nodes cannot be read', (p) => (p.filesystem.devices = denied)),
];
