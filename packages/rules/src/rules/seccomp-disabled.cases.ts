import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { deviating } from '../testing/deviations.js';

export const cases: readonly Case[] = [
  passes('a filter is in force', asIs),
  passes('strict mode is in force', (p) => (p.seccomp.mode = 'strict')),
  fails('it is unconfined', (p) => (p.seccomp.mode = 'disabled')),
  fails('the kernel has no seccomp though the runtime lists a profile', (p) => (p.seccomp.mode = absent)),
  isUnknown('status cannot be read', (p) => (p.seccomp.mode = denied)),
  fails('one process in it has no filter', asIs, {
    traits: { deviations: [deviating('seccomp', 'mode disabled instead of filter')] },
  }),
  passes('one process in it has more filters', asIs, {
    traits: { deviations: [deviating('seccomp', 'filters 2 instead of 1')] },
  }),
];
