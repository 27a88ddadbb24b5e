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
  passes('they are read-only', asIs),
  passes('only a path to read is exposed', (p) => (p.filesystem.exposedPaths = ['/proc/kcore'])),
  fails('/proc/sys can be written', (p) => (p.filesystem.exposedPaths = ['/proc/sys'])),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.filesystem.exposedPaths = ['/proc/sys'];
      remap(p);
    },
    { severity: 'low' },
  ),
  isUnknown('the mounts cannot be read', (p) => (p.filesystem.exposedPaths = denied)),
  isNotApplicable('there is no /proc', (p) => (p.filesystem.exposedPaths = absent)),
];
