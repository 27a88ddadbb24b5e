import { isKnown } from '@shoji/posture';
import type { FieldChange, Leaning } from './change.js';
import { blindness, compareFact, isSame, setter, write, type Pair } from './fact.js';

/** An item that came to a list, left it, or (with both) was replaced by another in its place. */
export interface ItemChange<T> {
  before: T | null;
  after: T | null;
  leaning: Leaning;
  note: string;
}

/**
 * Compares two lists by their items, so that one that came and one that left are two changes, each with its own
 * direction. `compare` is asked only about lists that are known and differ.
 */
export function* compareItems<T>(
  pair: Pair<T[]>,
  compare: (before: readonly T[], after: readonly T[]) => Iterable<ItemChange<T>>,
): Generator<FieldChange> {
  const { wall, field, before, after } = pair;
  if (!isKnown(before) || !isKnown(after)) {
    yield* compareFact<T[]>(pair, { opens: () => false, otherwise: 'depends' });
    return;
  }
  if (isSame(before, after)) return;
  for (const item of compare(before, after))
    yield { wall, field, ...item, set: (state, side) => write(state, field, replaced(item, side)) };
}

/** A list with one side of an item in the place of the other. */
const replaced =
  <T>({ before, after }: ItemChange<T>, side: 'before' | 'after') =>
  (list: unknown): unknown => {
    if (!Array.isArray(list)) return list;
    const [out, into] = side === 'after' ? [before, after] : [after, before];
    const at = out === null ? -1 : list.findIndex((item) => isSame(item, out));
    const rest = list.filter((_, index) => index !== at);
    // As often as it is there, it stays: doing it twice is doing it once.
    if (into !== null && !rest.some((item) => isSame(item, into))) rest.push(into);
    return rest;
  };

/** Those of a list that another has not, by their whole content. */
export const missingFrom = <T>(list: readonly T[], other: readonly T[]): T[] =>
  list.filter((item) => !other.some((each) => isSame(each, item)));

/** What came and what left a set of names, each as one change. */
export function* compareNames(
  pair: Pair<string[]>,
  /** What it means that names come to the set, and in words. */
  meaning: { adding: Leaning; came: (names: string[]) => string; left: (names: string[]) => string },
): Generator<FieldChange> {
  const { wall, field, before, after } = pair;
  const blind = blindness(before, after);
  if (blind === '') return;
  if (blind !== null || !isKnown(before) || !isKnown(after)) {
    const leaning = blind === null ? 'depends' : 'unknown';
    const note = blind ?? 'this kernel has no such thing on one of the two sides';
    if (!isSame(before, after))
      yield { wall, field, before, after, leaning, note, set: setter(field, before, after) };
    return;
  }
  const [came, left] = [missingFrom(after, before), missingFrom(before, after)];
  for (const [names, isNew] of [
    [came, true],
    [left, false],
  ] as const)
    if (names.length > 0)
      yield {
        wall,
        field,
        before: isNew ? [] : names,
        after: isNew ? names : [],
        leaning: isNew ? meaning.adding : opposite(meaning.adding),
        note: isNew ? meaning.came(names) : meaning.left(names),
        set: (state, side) => write(state, field, withNames(names, isNew === (side === 'after'))),
      };
}

const withNames = (names: readonly string[], there: boolean) => (list: unknown) => {
  if (!Array.isArray(list)) return list;
  const rest = (list as string[]).filter((name) => !names.includes(name));
  return there ? [...rest, ...names].sort() : rest;
};

/** The leaning of the reverse change. */
export const opposite = (leaning: Leaning): Leaning =>
  leaning === 'weakening' ? 'strengthening' : leaning === 'strengthening' ? 'weakening' : leaning;
