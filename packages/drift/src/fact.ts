import { canonicalJson, isKnown, isUnreadable, isUnsupported, type Fact, type Wall } from '@shoji/posture';
import { leaningOf, type FieldChange, type State } from './change.js';

/** Two facts under one name. */
export interface Pair<T> {
  wall: Wall;
  field: string;
  before: Fact<T>;
  after: Fact<T>;
}

/** What a field means: how two values of it compare. */
export interface Meaning<T> {
  /** Whether going from the one value to the other opens anything. */
  opens: (from: T, to: T) => boolean;
  /** What a kernel without the wall comes to, where that is as good as a value of the field. */
  without?: T;
  /** Where neither side opens anything: `neutral` unless the risk has to decide. */
  otherwise?: 'neutral' | 'depends';
  /** What the change to a value comes to, in words; by the direction where left out. */
  words?: (from: T, to: T) => string;
}

/** Whether two values are the same document. */
export const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/**
 * Compares two facts whole. Where one could not be read the change is unknown; where neither could, nobody has seen
 * one. Both ways round the same rule is asked, so a change and its reverse lean to opposite sides.
 */
export function* compareFact<T>(pair: Pair<T>, meaning: Meaning<T>): Generator<FieldChange> {
  const { before, after, field } = pair;
  const blind = blindness(before, after);
  const change = { ...pair, set: setter(field, before, after) };
  if (blind !== null) {
    if (blind !== '') yield { ...change, leaning: 'unknown', note: blind };
    return;
  }
  if (isSame(before, after)) return;
  const [from, to] = [valueOf(before, meaning), valueOf(after, meaning)];
  if (from === undefined || to === undefined) {
    yield { ...change, leaning: 'depends', note: whyWithout(before, after) };
    return;
  }
  const [opens, closes] = [meaning.opens(from.value, to.value), meaning.opens(to.value, from.value)];
  const leaning = opens || closes ? leaningOf(opens, closes) : (meaning.otherwise ?? 'neutral');
  yield { ...change, leaning, note: meaning.words?.(from.value, to.value) ?? whyWithout(before, after) };
}

/** Why a comparison is not possible; '' where there is nothing to say, `null` where it is. */
export function blindness(before: unknown, after: unknown): string | null {
  if (isUnreadable(before)) return isUnreadable(after) ? '' : `it could not be read: ${before.unreadable}`;
  return isUnreadable(after) ? `it cannot be read any more: ${after.unreadable}` : null;
}

const valueOf = <T>(fact: Fact<T>, { without }: Meaning<T>): { value: T } | undefined =>
  isKnown(fact) ? { value: fact } : without === undefined ? undefined : { value: without };

function whyWithout(before: unknown, after: unknown): string {
  if (isUnsupported(after)) return `not there any more: ${after.unsupported}`;
  return isUnsupported(before) ? `it was not there: ${before.unsupported}` : 'it is another than before';
}

/** Writes one side of a fact at its path: below the posture, or below the traits. */
export const setter =
  (field: string, before: unknown, after: unknown): FieldChange['set'] =>
  (state, side) =>
    write(state, field, () => (side === 'before' ? before : after));

/** Replaces the value at a path by what `change` makes of it; an undefined value leaves the place out. */
export function write(state: State, field: string, change: (value: unknown) => unknown): void {
  const keys = field.startsWith('traits.') ? field.split('.') : ['posture', ...field.split('.')];
  const last = keys.pop();
  let place = state as unknown as Record<string, unknown>;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  if (last === undefined) return;
  const value = change(place[last]);
  if (value === undefined) delete place[last];
  else place[last] = value;
}
