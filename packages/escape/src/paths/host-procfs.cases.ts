import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped, underAppArmor } from '../testing/cases.js';

export const table = cases({
  open: {
    '/proc/sys is not covered': () => undefined,
    'the host’s /proc is mounted': ({ posture }) => {
      posture.filesystem.exposedPaths = [];
      posture.filesystem.mounts = [bind('/proc')];
    },
  },
  blocked: {
    '/proc/sys is read-only': ['filesystem', ({ posture }) => void (posture.filesystem.exposedPaths = [])],
    'its root is nobody on the host': ['user', remapped],
    'AppArmor refuses to write there': ['lsm', underAppArmor],
  },
  possible: {
    'what is covered cannot be read': ({ posture }) => void (posture.filesystem.exposedPaths = denied),
  },
});
