import { absent, asIs, denied, fails, isUnknown, passes, remap, type Case } from '../testing/cases.js';
import type { DeviceRule } from '@shoji/posture';

const every: DeviceRule = { type: 'a', major: null, minor: null, access: 'rwm' };
const mknod: DeviceRule = { type: 'b', major: null, minor: null, access: 'm' };
const none: DeviceRule = { type: 'c', major: 1, minor: 3, access: 'rwm' };

export const cases: readonly Case[] = [
  passes('the list names the usual devices', (p) => (p.cgroups.devices = [mknod, none])),
  passes('version 2 shows no list, but the runtime set one', asIs, { traits: { deviceRules: [none] } }),
  fails('the list allows all', (p) => (p.cgroups.devices = [every])),
  fails('every disk is allowed', (p) => (p.cgroups.devices = [{ ...mknod, access: 'rw' }])),
  fails('the runtime set none', asIs, { traits: { deviceRules: [every] } }),
  fails('the kernel has no device cgroup', (p) => (p.cgroups.devices = absent)),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.cgroups.devices = [every];
      remap(p);
    },
    { severity: 'low' },
  ),
  isUnknown('version 2 shows no list, and what the runtime set is not known', asIs),
  isUnknown('the list cannot be read', (p) => (p.cgroups.devices = denied)),
];
