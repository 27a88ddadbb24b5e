import { cases } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it is elsewhere': [
      ({ traits }) => (traits.cgroupParent = '/special.slice'),
      ({ traits }) => (traits.cgroupParent = null),
    ],
  },
  leaves: {
    'its memory is limited above it': ({ posture, traits }) => {
      traits.cgroupParent = '/special.slice';
      posture.cgroups.memory = { limit: 1024, swap: null, high: null, boundAt: '/special.slice' };
    },
    'who limits its processor time is not told': ({ posture, traits }) => {
      traits.cgroupParent = '/special.slice';
      posture.cgroups.cpu.quota = 50_000;
    },
    'it is where the others are': ({ traits }) => (traits.cgroupParent = null),
    'no runtime made it': ({ traits }) => (traits.cgroupParent = { unsupported: 'no runtime' }),
    'its cgroup cannot be told': ({ traits }) => (traits.cgroupParent = { unreadable: 'EACCES' }),
    'nobody tells': () => undefined,
  },
});
