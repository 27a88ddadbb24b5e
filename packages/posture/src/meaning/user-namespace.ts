import { isKnown, type Fact } from '../fact.js';
import type { IdMapping, NamespaceRelation } from '../posture.js';

/**
 * Whether capabilities are held over a user namespace that is not the host's and has no root of the host in it. Where
 * that cannot be read the answer is no: nothing is softened on a guess.
 */
export const isPrivateUserNamespace = (user: Fact<NamespaceRelation>, mappings: Fact<IdMapping[]>): boolean =>
  isKnown(user) &&
  user !== 'host' &&
  isKnown(mappings) &&
  mappings.every(({ hostId, size }) => hostId > 0 || size === 0);
