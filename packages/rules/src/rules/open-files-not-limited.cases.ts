import { denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it is limited', (p) => (p.rlimits.nofile = { soft: 1024, hard: 65536 })),
  passes(
    'only the soft limit is low, but the hard one holds too',
    (p) => (p.rlimits.nofile = { soft: 1, hard: 2 }),
  ),
  fails(
    'the hard limit is what the kernel allows at most',
    (p) => (p.rlimits.nofile = { soft: 1024, hard: 1048576 }),
  ),
  fails('there is none', (p) => (p.rlimits.nofile = { soft: null, hard: null })),
  isUnknown('the limits cannot be read', (p) => (p.rlimits.nofile = denied)),
];
