import { capabilitySets } from '@shoji/posture';
import { cases, denied } from '../testing/cases.js';

const none = { effective: [], permitted: [], inheritable: [], bounding: [], ambient: [] };

export const table = cases({
  mends: {
    'it has the default ones': [
      () => undefined,
      ({ posture: { capabilities } }) => Object.assign(capabilities, none),
    ],
    'what it holds cannot be read, and stays so': [
      ({ posture: { capabilities } }) => (capabilities.effective = denied),
      ({ posture: { capabilities } }) => Object.assign(capabilities, { ...none, effective: denied }),
    ],
  },
  leaves: {
    'it has none': ({ posture: { capabilities } }) => Object.assign(capabilities, none),
    'none can be read': ({ posture: { capabilities } }) => {
      for (const set of capabilitySets) capabilities[set] = denied;
    },
  },
});
