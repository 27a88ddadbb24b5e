import { few, namespaceTypes, type IdMapping, type NamespaceRelation, type Posture } from '@shoji/posture';
import type { FieldChange } from '../change.js';
import { compareFact } from '../fact.js';
import { compareNames } from '../items.js';

const shared: Record<NamespaceRelation, number> = { own: 0, container: 1, host: 2 };
const whose: Record<NamespaceRelation, string> = {
  own: 'it has its own',
  container: 'it shares another container’s',
  host: 'it is in the host’s',
};

/** Changes of the namespaces wall: the more share a namespace, the weaker (namespaces(7)). */
export function* namespaceChanges(before: Posture, after: Posture): Generator<FieldChange> {
  for (const type of namespaceTypes)
    yield* compareFact(
      {
        wall: 'namespaces',
        field: `namespaces.${type}`,
        before: before.namespaces[type],
        after: after.namespaces[type],
      },
      {
        opens: (from, to) => shared[to] > shared[from],
        // A kind of namespace that the kernel has not is everybody's.
        without: 'host' as const,
        words: (_, to) => whose[to],
      },
    );
}

/** Changes of the user wall: who init is, and what its ids are on the host. */
export function* userChanges({ user: before }: Posture, { user: after }: Posture): Generator<FieldChange> {
  const pair = <K extends keyof Posture['user']>(name: K) => ({
    wall: 'user' as const,
    field: `user.${name}`,
    before: before[name],
    after: after[name],
  });
  for (const name of ['uid', 'gid', 'hostUid'] as const)
    yield* compareFact<number>(pair(name), {
      opens: (from, to) => to === 0 && from !== 0,
      words: (from, to) => (to === 0 ? 'it is root' : from === 0 ? 'it is not root any more' : `it is ${to}`),
    });
  const groups = pair('additionalGids');
  const names = (fact: typeof before.additionalGids) => (Array.isArray(fact) ? fact.map(String) : fact);
  for (const change of compareNames(
    { ...groups, before: names(before.additionalGids), after: names(after.additionalGids) },
    {
      adding: 'weakening',
      came: (gids) => `also in ${few(gids.map((gid) => `group ${gid}`))}`,
      left: (gids) => `not in ${few(gids.map((gid) => `group ${gid}`))} any more`,
    },
  ))
    yield { ...change, set: numbers(change.set) };
  for (const name of ['uidMappings', 'gidMappings'] as const)
    yield* compareFact(pair(name), {
      opens: (from, to) => mapsRoot(to) && !mapsRoot(from),
      // What else a mapping is worth depends on whose the ids are.
      otherwise: 'depends',
      words: (_, to) => (mapsRoot(to) ? 'root of the host is among its ids' : 'other ids are mapped'),
    });
  yield* compareFact(pair('noNewPrivileges'), {
    opens: (from, to) => from && !to,
    without: false,
    words: (_, to) => (to ? 'no program can gain privileges' : 'programs may gain privileges'),
  });
}

/** Groups are compared as names and kept as numbers. */
const numbers =
  (set: FieldChange['set']): FieldChange['set'] =>
  (state, side) => {
    const { user } = state.posture;
    if (Array.isArray(user.additionalGids)) user.additionalGids = user.additionalGids.map(String) as never;
    set(state, side);
    if (Array.isArray(user.additionalGids))
      user.additionalGids = user.additionalGids.map(Number).sort((a, b) => a - b);
  };

const mapsRoot = (map: IdMapping[]): boolean => map.some(({ hostId, size }) => hostId === 0 && size > 0);
