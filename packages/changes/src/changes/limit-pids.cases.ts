import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'there is no limit': [
      () => undefined,
      ({ posture: { cgroups } }) => (cgroups.pids = { limit: 512, boundAt: 'self' }),
    ],
  },
  leaves: {
    'there is one': ({ posture: { cgroups } }) => (cgroups.pids.limit = 4096),
    'it cannot be read': ({ posture: { cgroups } }) => (cgroups.pids.limit = denied),
  },
});
