import { cases, denied, filtered, remapped, underAppArmor, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'it sees the host’s processes and may trace': () => undefined,
  },
  blocked: {
    'it sees only its own processes': ['namespaces', ({ posture }) => void (posture.namespaces.pid = 'own')],
    'it sees those of another container': [
      'namespaces',
      ({ posture }) => void (posture.namespaces.pid = 'container'),
    ],
    'it lost CAP_SYS_PTRACE': ['capabilities', without('CAP_SYS_PTRACE')],
    'its capabilities are not the host’s': ['user', remapped],
    'the filter refuses to trace': ['seccomp', filtered([])],
    'AppArmor refuses it': ['lsm', underAppArmor],
  },
  possible: {
    'which processes it sees cannot be read': ({ posture }) => void (posture.namespaces.pid = denied),
  },
});
