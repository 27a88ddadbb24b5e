import type { NamespaceType } from '@shoji/posture';
import { absent, cases, denied, type Case } from './cases.js';

/** Cases of a change that gives a namespace of its own. */
export const separating = (type: NamespaceType): readonly Case[] =>
  cases({
    mends: {
      'it is in the host’s': [
        ({ posture: { namespaces } }) => (namespaces[type] = 'host'),
        ({ posture: { namespaces } }) => (namespaces[type] = 'own'),
      ],
    },
    leaves: {
      'it has its own': ({ posture: { namespaces } }) => (namespaces[type] = 'own'),
      'it shares one with another container': ({ posture: { namespaces } }) =>
        (namespaces[type] = 'container'),
      'the kernel has none': ({ posture: { namespaces } }) => (namespaces[type] = absent),
      'it cannot be read': ({ posture: { namespaces } }) => (namespaces[type] = denied),
    },
  });
