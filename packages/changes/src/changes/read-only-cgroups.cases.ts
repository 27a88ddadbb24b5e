import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const cgroups = bind('/sys/fs/cgroup', { type: 'cgroup2', destination: '/sys/fs/cgroup', fromHost: false });

export const table = cases({
  mends: {
    'it can write them': [
      ({ posture: { cgroups } }) => (cgroups.writable = true),
      ({ posture: { cgroups } }) => (cgroups.writable = false),
    ],
    'and they are on the list of mounts': [
      ({ posture }) => {
        posture.cgroups.writable = true;
        posture.filesystem.mounts = [bind('/srv'), cgroups];
      },
      ({ posture }) => {
        posture.cgroups.writable = false;
        posture.filesystem.mounts = [bind('/srv')];
      },
    ],
  },
  leaves: {
    'it cannot': ({ posture: { cgroups } }) => (cgroups.writable = false),
    'nobody knows': ({ posture: { cgroups } }) => (cgroups.writable = denied),
  },
});
