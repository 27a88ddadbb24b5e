import { absent, asIs, denied, fails, isUnknown, passes, type Case } from '../testing/cases.js';

export const cases: readonly Case[] = [
  passes('its cgroup has a limit', (p) => (p.cgroups.pids.limit = 200)),
  passes('the limit is on a parent slice', (p) => {
    p.cgroups.pids.limit = 200;
    p.cgroups.pids.boundAt = '/custom.slice';
  }),
  fails('there is none up to the root', asIs),
  fails('the controller is not there', (p) => (p.cgroups.pids.limit = absent)),
  isUnknown('an ancestor cannot be read', (p) => (p.cgroups.pids.limit = denied)),
];
