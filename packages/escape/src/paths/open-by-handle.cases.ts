import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, filtered, remapped, underSelinux, without } from '../testing/cases.js';

export const table = cases({
  open: {
    'one file of the host is mounted': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/var/lib/docker/containers/<id>/hosts')]),
  },
  blocked: {
    'nothing of the host is mounted': ['filesystem', ({ posture }) => void (posture.filesystem.mounts = [])],
    'only a device of the host is mounted': [
      'filesystem',
      ({ posture }) => void (posture.filesystem.mounts = [bind('/dev/null')]),
    ],
    'it lost CAP_DAC_READ_SEARCH': ['capabilities', without('CAP_DAC_READ_SEARCH')],
    'its capabilities are not the host’s': ['user', remapped],
    'the filter refuses it': ['seccomp', filtered([])],
    'SELinux confines it': ['lsm', underSelinux],
  },
  possible: {
    'its capabilities cannot be read': ({ posture: { capabilities } }) => {
      for (const set of ['effective', 'permitted', 'bounding'] as const) capabilities[set] = denied;
    },
  },
});
