import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const sysfs = bind('/sys', { type: 'sysfs', destination: '/sys', fromHost: false });

export const table = cases({
  mends: {
    'it can be written': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/srv'), sysfs]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/srv')]),
    ],
  },
  leaves: {
    'it can only be read': ({ posture: { filesystem } }) =>
      (filesystem.mounts = [{ ...sysfs, readonly: true }]),
    'mounts cannot be read': ({ posture: { filesystem } }) => (filesystem.mounts = denied),
  },
});
