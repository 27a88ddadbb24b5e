import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, filtered, remapped, underAppArmor, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'a mount is shared with the host': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/srv', { propagation: 'shared' })]),
    'it is shared both ways and a slave': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/srv', { propagation: 'shared-slave' })]),
  },
  blocked: {
    'it only receives what the host mounts': [
      'filesystem',
      ({ posture }) => void (posture.filesystem.mounts = [bind('/srv', { propagation: 'slave' })]),
    ],
    'it lost CAP_SYS_ADMIN': ['capabilities', without('CAP_SYS_ADMIN')],
    'its capabilities are not the host’s': ['user', remapped],
    'the filter refuses to mount': ['seccomp', filtered([])],
    'AppArmor refuses to mount': ['lsm', underAppArmor],
  },
  possible: {
    'its mounts cannot be read': ({ posture }) => void (posture.filesystem.mounts = denied),
  },
});
