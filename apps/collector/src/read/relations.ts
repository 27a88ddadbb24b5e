import {
  isKnown,
  isUnreadable,
  namespaceTypes,
  unreadable,
  type Fact,
  type NamespaceRelation,
  type NamespaceType,
} from '@shoji/posture';
import { byAge } from './group.js';
import { ByNamespace, type NamespaceIds } from './namespaces.js';
import type { Process } from './processes.js';

/** Whose each namespace is: of containers that share one, the one whose init is oldest. */
export interface NamespaceOwners {
  owner: ByNamespace<Process>;
  /** The oldest init whose namespaces of a type cannot be read. */
  hidden: ReadonlyMap<NamespaceType, Process>;
}

/** Finds the owners among the inits of all containers of one reading. */
export function namespaceOwners(inits: readonly Process[]): NamespaceOwners {
  const owner = new ByNamespace<Process>();
  const hidden = new Map<NamespaceType, Process>();
  for (const init of [...inits].sort(byAge))
    for (const type of namespaceTypes) {
      const inode = init.namespaces[type];
      if (isKnown(inode)) owner.add(type, inode, init);
      else if (isUnreadable(inode) && !hidden.has(type)) hidden.set(type, init);
    }
  return { owner, hidden };
}

/**
 * How a container stands to each namespace: the host's, its own, or another container's. It is its own only where no older
 * container could have it that cannot be looked into.
 */
export function relations(
  init: Process,
  host: NamespaceIds,
  { owner, hidden }: NamespaceOwners,
): Record<NamespaceType, Fact<NamespaceRelation>> {
  const relation = (type: NamespaceType): Fact<NamespaceRelation> => {
    const own = init.namespaces[type];
    const reference = host[type];
    if (!isKnown(own)) return own;
    if (!isKnown(reference)) return reference;
    if (own === reference) return 'host';
    const first = owner.get(type, own);
    if (first && first !== init) return 'container';
    const older = hidden.get(type);
    const reason = older && byAge(older, init) < 0 ? older.namespaces[type] : null;
    return isUnreadable(reason)
      ? unreadable(`may be another container's, which cannot be read: ${reason.unreadable}`)
      : 'own';
  };
  const found = {} as ReturnType<typeof relations>;
  for (const type of namespaceTypes) found[type] = relation(type);
  return found;
}
