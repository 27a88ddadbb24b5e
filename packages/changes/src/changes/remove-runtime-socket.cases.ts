import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const data = bind('/srv/data');

export const table = cases({
  mends: {
    'the socket is mounted, read-only': [
      ({ posture: { filesystem } }) =>
        (filesystem.mounts = [data, bind('/var/run/docker.sock', { readonly: true })]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [data]),
    ],
    'directories above sockets are mounted': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/'), data, bind('/run')]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [data]),
    ],
  },
  leaves: {
    'no socket is visible': ({ posture: { filesystem } }) => (filesystem.mounts = [data]),
    'whether it is the host’s cannot be read': ({ posture: { filesystem } }) =>
      (filesystem.mounts = [bind('/run', { fromHost: denied })]),
    'mounts cannot be read': ({ posture: { filesystem } }) => (filesystem.mounts = denied),
  },
});
