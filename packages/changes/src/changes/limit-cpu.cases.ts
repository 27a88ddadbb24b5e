import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'there is no limit': [
      () => undefined,
      ({ posture: { cgroups } }) => Object.assign(cgroups.cpu, { quota: 100000, period: 100000 }),
    ],
  },
  leaves: {
    'there is one': ({ posture: { cgroups } }) => (cgroups.cpu.quota = 50000),
    'it cannot be read': ({ posture: { cgroups } }) => (cgroups.cpu.quota = denied),
  },
});
