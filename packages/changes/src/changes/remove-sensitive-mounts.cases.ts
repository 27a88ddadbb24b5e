import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const data = bind('/srv/data');

export const table = cases({
  mends: {
    'settings of the host are mounted': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/etc'), data]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [data]),
    ],
    'a directory of images can be written': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/var/lib/docker/overlay2/x'), data]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [data]),
    ],
    'a part of them is mounted read-only': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/etc/ssl', { readonly: true }), data]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [data]),
    ],
  },
  leaves: {
    'only data and what docker lays out is mounted': ({ posture: { filesystem } }) =>
      (filesystem.mounts = [data, bind('/var/lib/docker/volumes/a/_data')]),
    'mounts cannot be read': ({ posture: { filesystem } }) => (filesystem.mounts = denied),
  },
});
