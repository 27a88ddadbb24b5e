import { cases, denied } from '../testing/cases.js';

const label = {
  user: 'unconfined_u',
  role: 'system_r',
  type: 'spc_t',
  level: 's0',
  mode: 'enforcing',
} as const;

export const table = cases({
  mends: {
    'it is in a domain that may do anything': [
      ({ posture: { lsm } }) => (lsm.selinux = label),
      ({ posture: { lsm } }) =>
        (lsm.selinux = { ...label, user: 'system_u', type: 'container_t', level: 's0:c1,c2' }),
    ],
  },
  leaves: {
    'it is in the one of containers': ({ posture: { lsm } }) =>
      (lsm.selinux = { ...label, type: 'container_t' }),
    'SELinux is not active': () => undefined,
    'it cannot be read': ({ posture: { lsm } }) => (lsm.selinux = denied),
  },
});
