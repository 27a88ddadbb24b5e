import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('it is set', (p) => (p.user.noNewPrivileges = true)),
  fails('it is not set', asIs),
  fails('the kernel does not have it', (p) => (p.user.noNewPrivileges = absent)),
  isUnknown('status cannot be read', (p) => (p.user.noNewPrivileges = denied)),
];
