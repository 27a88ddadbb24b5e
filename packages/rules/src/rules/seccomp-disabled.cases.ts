import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('a filter is in force', asIs),
  passes('strict mode is in force', (p) => (p.seccomp.mode = 'strict')),
  fails('it is unconfined', (p) => (p.seccomp.mode = 'disabled')),
  fails('the kernel has no seccomp though the runtime lists a profile', (p) => (p.seccomp.mode = absent)),
  isUnknown('status cannot be read', (p) => (p.seccomp.mode = denied)),
];
