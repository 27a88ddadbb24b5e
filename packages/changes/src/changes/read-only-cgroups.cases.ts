import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it can write them': [
      ({ posture: { cgroups } }) => (cgroups.writable = true),
      ({ posture: { cgroups } }) => (cgroups.writable = false),
    ],
  },
  leaves: {
    'it cannot': ({ posture: { cgroups } }) => (cgroups.writable = false),
    'nobody knows': ({ posture: { cgroups } }) => (cgroups.writable = denied),
  },
});
