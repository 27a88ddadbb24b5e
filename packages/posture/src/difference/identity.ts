import { isKnown, isUnreadable } from '../fact.js';
import type { IdMapping, NamespaceRelation, Posture } from '../posture.js';
import { namespaceTypes } from '../vocabulary.js';
import {
  compareFacts,
  different,
  few,
  stronger,
  weaker,
  type Comparison,
  type Difference,
} from './difference.js';

/** Differences of the namespaces wall (namespaces(7)). */
export function* compareNamespaces(declared: Posture, effective: Posture): Generator<Difference> {
  for (const type of namespaceTypes) {
    const pair = {
      wall: 'namespaces' as const,
      field: `namespaces.${type}`,
      declared: declared.namespaces[type],
      effective: effective.namespaces[type],
    };
    // Which namespace a path leads to the configuration does not say: any but the host's is as good as one of its own.
    if (isUnreadable(pair.declared) && isKnown(pair.effective)) {
      if (pair.effective === 'host') yield { ...pair, direction: 'unknown', note: joinedHost.note };
      continue;
    }
    yield* compareFacts(pair, {
      needs: (asked) => asked !== 'host',
      compare: (asked, found) => relation(asked, found, type === 'user'),
    });
  }
}

const joinedHost = { direction: 'weaker', note: 'the namespace that it joins is the host’s' } as const;

function relation(asked: NamespaceRelation, found: NamespaceRelation, user: boolean): Comparison {
  if (asked === found) return null;
  if (asked === 'own')
    return weaker(found === 'host' ? 'it is in the host’s' : 'another container is in it, too');
  if (asked === 'container') return found === 'host' ? joinedHost : null;
  // A runtime without privilege lives in a user namespace of its own, which its configuration takes for the host's.
  return user ? null : stronger('it is not in the host’s');
}

/** Differences of the user wall: who the container's init is, and what its ids are on the host. */
export function* compareUser(declared: Posture['user'], effective: Posture['user']): Generator<Difference> {
  const pair = <K extends keyof Posture['user']>(name: K) => ({
    wall: 'user' as const,
    field: `user.${name}`,
    declared: declared[name],
    effective: effective[name],
  });
  const id = (asked: number, found: number): Comparison => {
    if (asked === found) return null;
    if (found === 0) return weaker('it became root');
    return asked === 0 ? stronger('it gave up root by itself') : different('it changed by itself');
  };
  const changed = isKnown(declared.uid) && isKnown(effective.uid) && declared.uid !== effective.uid;
  yield* compareFacts(pair('uid'), { compare: id });
  // Who changes the user changes its groups along with it.
  if (!changed) {
    yield* compareFacts(pair('gid'), { compare: id });
    yield* compareFacts(pair('additionalGids'), { compare: groups });
  }
  for (const name of ['uidMappings', 'gidMappings'] as const)
    yield* compareFacts(pair(name), { needs: (asked) => !isIdentity(asked), compare: mappings });
  yield* compareFacts(pair('noNewPrivileges'), {
    needs: (asked) => asked,
    compare: (asked, found) =>
      asked === found
        ? null
        : found
          ? stronger('init gave up gaining privileges by itself')
          : weaker('its processes may gain privileges'),
  });
}

function groups(asked: number[], found: number[]): Comparison {
  const more = found.filter((gid) => !asked.includes(gid));
  if (more.length > 0) return weaker(`also in ${few(more.map((gid) => `group ${gid}`))}`);
  // Init's own group may be listed or not: the kernel counts it either way.
  return null;
}

const isIdentity = (map: IdMapping[]): boolean =>
  map.every(({ containerId, hostId }) => containerId === hostId);

/**
 * A runtime that is itself in a user namespace writes its configuration in that namespace's ids, which the kernel shows
 * shifted: other host ids are no difference as long as none of them is the host's own root.
 */
function mappings(asked: IdMapping[], found: IdMapping[]): Comparison {
  const root = (map: IdMapping[]) => map.some(({ hostId, size }) => hostId === 0 && size > 0);
  if (root(found) && !root(asked)) return weaker('ids of the container are the host’s own, root among them');
  if (isIdentity(asked)) return null;
  const shape = (map: IdMapping[]) =>
    map
      .map(({ containerId, size }) => [containerId, size] as const)
      .sort(([a], [b]) => a - b)
      .reduce(
        (text, [from, size]) =>
          (text.endsWith(`-${from}`) ? text.replace(/\d+$/, '') : `${text} ${from}-`) + String(from + size),
        '',
      );
  return shape(asked) === shape(found) ? null : different('other ids are mapped');
}
