import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: { 'it is off': [() => undefined, ({ posture: { user } }) => (user.noNewPrivileges = true)] },
  leaves: {
    'it is on': ({ posture: { user } }) => (user.noNewPrivileges = true),
    'it cannot be read': ({ posture: { user } }) => (user.noNewPrivileges = denied),
  },
});
