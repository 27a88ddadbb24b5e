import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const lxcfs = bind('/', { type: 'fuse.lxcfs', destination: '/var/lib/lxcfs' });

export const table = cases({
  mends: {
    'it can be written': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [lxcfs]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [{ ...lxcfs, readonly: true }]),
    ],
  },
  leaves: {
    'it can only be read': ({ posture: { filesystem } }) =>
      (filesystem.mounts = [{ ...lxcfs, readonly: true }]),
    'it is not mounted': () => undefined,
    'mounts cannot be read': ({ posture: { filesystem } }) => (filesystem.mounts = denied),
  },
});
