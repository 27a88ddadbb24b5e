import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied, remapped, underAppArmor } from '../testing/cases.js';

export const table = cases({
  open: {
    'a sysfs can be written': ({ posture }) =>
      void (posture.filesystem.mounts = [bind('/', { type: 'sysfs', source: null, destination: '/sys' })]),
  },
  blocked: {
    'no sysfs can be written': ['filesystem', ({ posture }) => void (posture.filesystem.mounts = [])],
    'its root is nobody on the host': ['user', remapped],
    'AppArmor refuses to write there': ['lsm', underAppArmor],
  },
  possible: {
    'its mounts cannot be read': ({ posture }) => void (posture.filesystem.mounts = denied),
  },
});
