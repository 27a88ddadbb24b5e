import { cases, denied, filtered, remapped, underAppArmor, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'it sees the host’s processes and may look into them': () => undefined,
    'no system call but open is needed': filtered([]),
  },
  blocked: {
    'it sees only its own processes': ['namespaces', ({ posture }) => void (posture.namespaces.pid = 'own')],
    'it lost CAP_SYS_PTRACE': ['capabilities', without('CAP_SYS_PTRACE')],
    'its capabilities are not the host’s': ['user', remapped],
    'AppArmor refuses it': ['lsm', underAppArmor],
  },
  possible: {
    'which processes it sees cannot be read': ({ posture }) => void (posture.namespaces.pid = denied),
  },
});
