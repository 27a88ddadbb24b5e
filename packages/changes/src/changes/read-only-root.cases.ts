import { cases, denied } from '../testing/cases.js';

export const table = cases({
  mends: {
    'it can be written': [
      () => undefined,
      ({ posture: { filesystem } }) =>
        (filesystem.root = { type: 'overlay', readonly: true, lowerLayers: 1 }),
    ],
  },
  leaves: {
    'it can only be read': ({ posture: { filesystem } }) =>
      (filesystem.root = { type: 'overlay', readonly: true, lowerLayers: 1 }),
    'it cannot be read about': ({ posture: { filesystem } }) => (filesystem.root = denied),
  },
});
