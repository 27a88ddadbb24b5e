import { denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it is limited to eight mebibytes', (p) => (p.rlimits.memlock = { soft: 8388608, hard: 8388608 })),
  passes('none may be locked', (p) => (p.rlimits.memlock = { soft: 0, hard: 0 })),
  fails('there is no hard limit', (p) => (p.rlimits.memlock = { soft: 65536, hard: null })),
  isUnknown('the limits cannot be read', (p) => (p.rlimits.memlock = denied)),
];
