import {
  absent,
  asIs,
  denied,
  fails,
  isNotApplicable,
  isUnknown,
  passes,
  remap,
  type Case,
} from '../testing/cases.js';
import { bind } from '../../../posture/src/testing/posture.js';

const sysfs = bind('/', { destination: '/sys', source: null, type: 'sysfs', fromHost: false });

export const cases: readonly Case[] = [
  passes('runtimes mount it read-only', asIs),
  fails('it can be written', (p) => (p.filesystem.mounts = [sysfs])),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.filesystem.mounts = [sysfs];
      remap(p);
    },
    { severity: 'low' },
  ),
  fails('it is in the mount namespace of the host', (p) => (p.namespaces.mount = 'host')),
  isUnknown('the mounts cannot be read', (p) => (p.filesystem.mounts = denied)),
  isUnknown('its mount namespace cannot be read', (p) => (p.namespaces.mount = denied)),
  isNotApplicable('there are no mounts', (p) => (p.filesystem.mounts = absent)),
];
