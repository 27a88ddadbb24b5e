import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';
import { deviating } from '../testing/deviations.js';

export const cases: readonly Case[] = [
  passes('it is set', (p) => (p.user.noNewPrivileges = true)),
  fails('it is not set', asIs),
  fails('the kernel does not have it', (p) => (p.user.noNewPrivileges = absent)),
  isUnknown('status cannot be read', (p) => (p.user.noNewPrivileges = denied)),
  fails('one process in it does not have it', (p) => (p.user.noNewPrivileges = true), {
    traits: { deviations: [deviating('user', 'no_new_privs is off')] },
  }),
];
