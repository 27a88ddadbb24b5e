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

export const cases: readonly Case[] = [
  passes('they are masked', asIs),
  passes('only a path to write is exposed', (p) => (p.filesystem.exposedPaths = ['/proc/sys'])),
  fails('/proc/kcore can be read', (p) => (p.filesystem.exposedPaths = ['/proc/interrupts', '/proc/kcore'])),
  fails(
    'an old daemon does not mask the power meter',
    (p) => (p.filesystem.exposedPaths = ['/sys/devices/virtual/powercap']),
    { severity: 'low' },
  ),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.filesystem.exposedPaths = ['/proc/kcore'];
      remap(p);
    },
    { severity: 'low' },
  ),
  isUnknown('the mounts cannot be read', (p) => (p.filesystem.exposedPaths = denied)),
  isNotApplicable('there is no /proc', (p) => (p.filesystem.exposedPaths = absent)),
];
