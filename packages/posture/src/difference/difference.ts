import { isUnreadable, isUnsupported, type Fact } from '../fact.js';
import type { Wall } from '../vocabulary.js';

/** What the kernel enforces, measured against what was asked for; `unknown` = one of the two could not be read. */
export const directions = ['weaker', 'different', 'stronger', 'unknown'] as const;
export type Direction = (typeof directions)[number];

/** One fact of which the kernel's word is another than the runtime's. */
export interface Difference {
  wall: Wall;
  /** Path of the fact in the posture (`cgroups.memory.limit`), as evidence of rules names it. */
  field: string;
  /** The fact, or the item of a list that differs; `null` = none was asked for, or no limit. */
  declared: unknown;
  effective: unknown;
  direction: Direction;
  /** Why, in words. */
  note: string;
}

/** A pair of facts under one name. */
export interface Pair<T> {
  wall: Wall;
  field: string;
  declared: Fact<T>;
  effective: Fact<T>;
}

/** What two known values come to, with the items that differ of a long list; `null` = the kernel enforces what was asked for. */
export type Comparison = (Pick<Difference, 'direction' | 'note'> & Partial<Difference>) | null;

interface Meaning<T> {
  compare: (declared: T, effective: T) => Comparison;
  /** Whether a kernel without the wall falls short of what was asked for; default: it never does. */
  needs?: (declared: T) => boolean;
}

/**
 * Compares two facts. What was not declared (`unsupported`) was not asked for, so nothing can differ from it; a side
 * that could not be read gives `unknown`, and a wall that this kernel has not is weaker where it was asked for.
 */
export function* compareFacts<T>(pair: Pair<T>, { compare, needs }: Meaning<T>): Generator<Difference> {
  const { declared, effective } = pair;
  if (isUnsupported(declared)) return;
  if (isUnreadable(declared))
    yield { ...pair, direction: 'unknown', note: `what was asked for is not known: ${declared.unreadable}` };
  else if (isUnreadable(effective))
    yield {
      ...pair,
      direction: 'unknown',
      note: `the kernel’s side could not be read: ${effective.unreadable}`,
    };
  else if (isUnsupported(effective)) {
    if (needs?.(declared) === true)
      yield { ...pair, direction: 'weaker', note: `not applied: ${effective.unsupported}` };
  } else {
    const found = compare(declared, effective);
    if (found) yield { ...pair, ...found };
  }
}

/** The kernel enforces less than was asked for. */
export const weaker = (note: string): NonNullable<Comparison> => ({ direction: 'weaker', note });

/** The kernel enforces more than was asked for. */
export const stronger = (note: string): NonNullable<Comparison> => ({ direction: 'stronger', note });

/** Neither more nor less, but something else. */
export const different = (note: string): NonNullable<Comparison> => ({ direction: 'different', note });

/** A few of many names, for a note. */
export const few = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
