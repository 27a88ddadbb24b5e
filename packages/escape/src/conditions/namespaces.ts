import type { NamespaceType } from '@shoji/posture';
import { condition, oneOfEach, pierce, stop } from '../path.js';

/** The container is in the host's namespace of this kind (namespaces(7)). */
export const sharesWithHost = oneOfEach((type: NamespaceType) =>
  condition({
    wall: 'namespaces',
    reads: { relation: (c) => c.namespaces[type] },
    unsupported: pierce(`this kernel has no ${type} namespaces`),
    answer: ({ relation }) => {
      if (relation === 'host') return pierce(`its ${type} namespace is the host’s`);
      return stop(
        relation === 'own'
          ? `it has a ${type} namespace of its own`
          : `it shares its ${type} namespace with another container, not with the host`,
      );
    },
  }),
);
