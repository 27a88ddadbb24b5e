import { asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('no core is made', (p) => (p.rlimits.core = { soft: 0, hard: 0 })),
  fails('there is no limit', asIs),
  fails('the soft limit is 0, but can be lifted', (p) => (p.rlimits.core = { soft: 0, hard: null })),
  isUnknown('the limits cannot be read', (p) => (p.rlimits.core = denied)),
];
