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
  passes('it is read-only', asIs),
  fails('it can be written on a host with version 2', (p) => (p.cgroups.writable = true), {
    severity: 'medium',
  }),
  fails('it can be written on a hybrid host', (p) => (p.cgroups.writable = true), {
    host: { cgroupMode: 'hybrid' },
  }),
  fails('the version of the host cannot be read', (p) => (p.cgroups.writable = true), {
    host: { cgroupMode: denied },
  }),
  fails(
    'it is in a user namespace without root of the host',
    (p) => {
      p.cgroups.writable = true;
      remap(p);
    },
    { severity: 'low' },
  ),
  isUnknown('the mounts cannot be read', (p) => (p.cgroups.writable = denied)),
  isNotApplicable('there are no cgroups', (p) => (p.cgroups.writable = absent)),
];
