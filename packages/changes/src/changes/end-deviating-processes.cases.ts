import { cases } from '../testing/cases.js';

export const table = cases({
  mends: {
    'a process has more capabilities': [
      ({ traits }) =>
        (traits.deviations = [
          { wall: 'capabilities', exe: '/bin/sh', difference: 'effective set wider by SYS_ADMIN', count: 1 },
        ]),
      ({ traits }) => (traits.deviations = []),
    ],
  },
  leaves: { 'all are alike': () => undefined },
});
