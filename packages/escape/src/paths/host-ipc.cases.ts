import { cases, denied, remapped, underSelinux } from '../testing/cases.js';

export const table = cases({
  open: {
    'it shares the host’s memory': () => undefined,
  },
  blocked: {
    'its IPC namespace is its own': ['namespaces', ({ posture }) => void (posture.namespaces.ipc = 'own')],
    'its root is nobody on the host': ['user', remapped],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'whose memory it shares cannot be read': ({ posture }) => void (posture.namespaces.ipc = denied),
  },
});
