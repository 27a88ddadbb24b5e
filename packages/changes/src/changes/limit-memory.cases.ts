import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'there is no limit': [
      () => undefined,
      ({ posture: { cgroups } }) =>
        Object.assign(cgroups.memory, { limit: 536870912, swap: 536870912, boundAt: 'self' }),
    ],
    'there is no limit, and its runtime leaves swap alone': [
      ({ traits }) => (traits.runtime = 'lxc'),
      ({ posture: { cgroups } }) => Object.assign(cgroups.memory, { limit: 536870912, boundAt: 'self' }),
    ],
  },
  leaves: {
    'there is one': ({ posture: { cgroups } }) => (cgroups.memory.limit = 1),
    'it cannot be read': ({ posture: { cgroups } }) => (cgroups.memory.limit = denied),
  },
});
