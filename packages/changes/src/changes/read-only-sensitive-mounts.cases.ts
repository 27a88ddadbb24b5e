import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

const data = bind('/srv/data');

export const table = cases({
  mends: {
    'settings of the host can be written': [
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/etc'), data]),
      ({ posture: { filesystem } }) => (filesystem.mounts = [bind('/etc', { readonly: true }), data]),
    ],
  },
  leaves: {
    'they can only be read': ({ posture: { filesystem } }) =>
      (filesystem.mounts = [bind('/etc', { readonly: true }), data]),
    'whether they are the host’s cannot be read': ({ posture: { filesystem } }) =>
      (filesystem.mounts = [bind('/etc', { fromHost: denied })]),
    'mounts cannot be read': ({ posture: { filesystem } }) => (filesystem.mounts = denied),
  },
});
