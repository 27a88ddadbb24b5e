import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('its cgroup has a limit', (p) => (p.cgroups.memory.limit = 200)),
  passes('the limit is on a parent slice', (p) => {
    p.cgroups.memory.limit = 200;
    p.cgroups.memory.boundAt = '/custom.slice';
  }),
  fails('there is none up to the root', asIs),
  fails('the controller is not there', (p) => (p.cgroups.memory.limit = absent)),
  isUnknown('an ancestor cannot be read', (p) => (p.cgroups.memory.limit = denied)),
];
