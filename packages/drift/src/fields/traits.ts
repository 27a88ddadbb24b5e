import type { Traits } from '@shoji/posture';
import { few } from '@shoji/posture';
import type { FieldChange, Leaning } from '../change.js';
import { isSame, write } from '../fact.js';
import { compareItems, compareNames, opposite } from '../items.js';
import { deviceChanges } from './limits.js';

/**
 * Changes of what is judged beside the posture: processes with walls of their own, published ports, and what filter and
 * device list let through as their runtime made them. Listening sockets come and go by themselves and are no change.
 */
export function* traitChanges(before: Traits, after: Traits): Generator<FieldChange> {
  yield* deviationChanges(before, after);
  yield* portChanges(before, after);
  const [calls, callsNow] = [before.systemCalls, after.systemCalls];
  if (calls !== undefined && callsNow !== undefined)
    yield* compareNames(
      { wall: 'seccomp', field: 'traits.systemCalls', before: calls, after: callsNow },
      {
        adding: 'weakening',
        came: (names) => `the filter lets through ${few(names)}`,
        left: (names) => `the filter stops ${few(names)}`,
      },
    );
  const [rules, rulesNow] = [before.deviceRules, after.deviceRules];
  if (rules !== undefined && rulesNow !== undefined)
    yield* compareItems(
      { wall: 'cgroups', field: 'traits.deviceRules', before: rules, after: rulesNow },
      deviceChanges,
    );
}

type Deviation = Traits['deviations'][number];
type Port = Traits['ports'][number];

/** Words of a deviation by what they say of the process, measured against its container's init. */
const loose =
  /wider by|^runs as root$|^no_new_privs is off$|^mode disabled|^mode filter instead of strict|^filters \d+ instead of|label (unconfined|spc_t)/;
const tight = /^no_new_privs is on$|^mode (filter|strict) instead of disabled|^mode strict/;

const leaningOfDeviation = ({ difference }: Deviation): Leaning =>
  loose.test(difference) ? 'weakening' : tight.test(difference) ? 'strengthening' : 'depends';

function* deviationChanges(before: Traits, after: Traits): Generator<FieldChange> {
  yield* listChanges(before.deviations, after.deviations, {
    field: 'deviations',
    keyOf: ({ wall, exe, difference }) => [wall, exe, difference],
    wallOf: ({ wall }) => wall,
    leaning: leaningOfDeviation,
    came: ({ exe, difference }) => `${exe ?? 'a process'} in it: ${difference}`,
    left: ({ exe, difference }) => `gone: ${exe ?? 'a process'} with ${difference}`,
  });
}

const isLocal = (address: string): boolean => /^(127\.|::1$)/.test(address);

/** A runtime that picks host ports itself picks another each time: which one says nothing. */
function* portChanges(before: Traits, after: Traits): Generator<FieldChange> {
  yield* listChanges<Port>(before.ports, after.ports, {
    field: 'ports',
    keyOf: ({ hostAddress, hostPort, containerPort, protocol }) => [
      hostAddress,
      hostPort >= 32_768 ? 'any' : hostPort,
      containerPort,
      protocol,
    ],
    wallOf: () => 'namespaces',
    leaning: ({ hostAddress }) => (isLocal(hostAddress) ? 'neutral' : 'weakening'),
    came: ({ hostAddress, hostPort, protocol }) => `published at ${hostAddress}:${hostPort}/${protocol}`,
    left: ({ hostAddress, hostPort, protocol }) =>
      `not published any more at ${hostAddress}:${hostPort}/${protocol}`,
  });
}

interface Listed<T> {
  field: 'deviations' | 'ports';
  /** What makes two items the same one. */
  keyOf: (item: T) => unknown;
  wallOf: (item: T) => FieldChange['wall'];
  /** What it means that an item comes. */
  leaning: (item: T) => Leaning;
  came: (item: T) => string;
  left: (item: T) => string;
}

function* listChanges<T>(
  before: readonly T[],
  after: readonly T[],
  listed: Listed<T>,
): Generator<FieldChange> {
  const { keyOf, field } = listed;
  const without = (list: readonly T[], other: readonly T[]) =>
    list.filter((item) => !other.some((each) => isSame(keyOf(each), keyOf(item))));
  const change = (item: T, isNew: boolean): FieldChange => ({
    wall: listed.wallOf(item),
    field: `traits.${field}`,
    before: isNew ? null : item,
    after: isNew ? item : null,
    leaning: isNew ? listed.leaning(item) : opposite(listed.leaning(item)),
    note: isNew ? listed.came(item) : listed.left(item),
    set: (state, side) =>
      write(state, `traits.${field}`, (list) => {
        const rest = (list as T[]).filter((each) => !isSame(keyOf(each), keyOf(item)));
        return isNew === (side === 'after') ? [...rest, item] : rest;
      }),
  });
  for (const item of without(after, before)) yield change(item, true);
  for (const item of without(before, after)) yield change(item, false);
}
