import { cases, denied } from '../testing/cases.js';

const label = { user: 'system_u', role: 'system_r', type: 'container_t', level: 's0' };

export const table = cases({
  mends: {
    'it only writes down what it would refuse': [
      ({ posture: { lsm } }) => (lsm.selinux = { ...label, mode: 'permissive' }),
      ({ posture: { lsm } }) => (lsm.selinux = { ...label, mode: 'enforcing' }),
    ],
  },
  leaves: {
    'it enforces': ({ posture: { lsm } }) => (lsm.selinux = { ...label, mode: 'enforcing' }),
    'SELinux is not active': () => undefined,
    'it cannot be read': ({ posture: { lsm } }) => (lsm.selinux = denied),
  },
});
