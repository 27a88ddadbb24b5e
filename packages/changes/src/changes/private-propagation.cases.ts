import { bind } from '../../../posture/src/testing/posture.js';
import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'mounts are shared, with or without a master': [
      ({ posture: { filesystem } }) =>
        (filesystem.mounts = [
          bind('/a', { propagation: 'shared' }),
          bind('/b', { propagation: 'shared-slave' }),
          bind('/c', { propagation: 'slave' }),
        ]),
      ({ posture: { filesystem } }) =>
        (filesystem.mounts = [
          bind('/a', { propagation: 'private' }),
          bind('/b', { propagation: 'slave' }),
          bind('/c', { propagation: 'slave' }),
        ]),
    ],
  },
  leaves: {
    'they are private': () => undefined,
    'mounts cannot be read': ({ posture: { filesystem } }) => (filesystem.mounts = denied),
  },
});
