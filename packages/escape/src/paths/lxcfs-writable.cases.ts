import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped } from '../testing/cases.js';

export const table = cases({
  open: {
    'lxcfs can be written': ({ posture }) =>
      void (posture.filesystem.mounts = [
        bind('/', { type: 'fuse.lxcfs', destination: '/var/lib/lxcfs', source: null, fromHost: false }),
      ]),
  },
  blocked: {
    'there is no lxcfs': ['filesystem', ({ posture }) => void (posture.filesystem.mounts = [])],
    'the host has version 2': ['cgroups', ({ host }) => void (host.cgroupMode = 'v2')],
    'its root is nobody on the host': ['user', remapped],
  },
  possible: {
    'its mounts cannot be read': ({ posture }) => void (posture.filesystem.mounts = denied),
  },
});
