import { cases } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it is always started again': [
      ({ traits }) => (traits.restart = { policy: 'always', retries: null }),
      ({ traits }) => (traits.restart = { policy: 'on-failure', retries: 5 }),
    ],
    'it is started again after each failure': [
      ({ traits }) => (traits.restart = { policy: 'on-failure', retries: null }),
      ({ traits }) => (traits.restart = { policy: 'on-failure', retries: 5 }),
    ],
    'it is started again ten times': [
      ({ traits }) => (traits.restart = { policy: 'on-failure', retries: 10 }),
      ({ traits }) => (traits.restart = { policy: 'on-failure', retries: 5 }),
    ],
  },
  leaves: {
    'it is started again twice': ({ traits }) => (traits.restart = { policy: 'on-failure', retries: 2 }),
    'it is never started again': ({ traits }) => (traits.restart = { policy: 'no', retries: 0 }),
    'its runtime starts none again': ({ traits }) => (traits.restart = { unsupported: 'LXC does neither' }),
    'its runtime’s record cannot be read': ({ traits }) => (traits.restart = { unreadable: 'EACCES' }),
    'nobody tells': () => undefined,
  },
});
