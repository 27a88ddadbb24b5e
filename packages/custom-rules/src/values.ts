/** What an expression computes with; a number of a document is an integer of CEL. */
export type Value = boolean | bigint | string | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/** A value of a document as CEL has it. */
export const seen = (value: unknown): Value => (typeof value === 'number' ? BigInt(value) : (value as Value));

/** Takes so many steps from what is left, and throws when there are none. */
export type Spend = (steps: number) => void;

/** What a text costs: a step for each 64 characters. */
export const costOf = (text: string): number => 1 + (text.length >> 6);

/** Whether two values are the same, of whatever types. */
export function isEqual(one: unknown, other: unknown, spend: Spend): boolean {
  const [a, b] = [seen(one), seen(other)];
  spend(1);
  if (typeof a === 'string' && typeof b === 'string') spend(costOf(a));
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isList(a) || isList(b))
    return (
      isList(a) &&
      isList(b) &&
      a.length === b.length &&
      a.every((item, index) => isEqual(item, b[index], spend))
    );
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name], spend))
  );
}

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/**
 * Whether the whole text is of the pattern, in which `*` stands for any characters. Never more than the product of the
 * two lengths in time: only the last `*` is ever tried again.
 */
export function matchesGlob(text: string, pattern: string, spend: Spend): boolean {
  let [at, place, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    spend(1);
    if (pattern[place] === '*') [star, mark, place] = [place++, at, place];
    else if (place < pattern.length && pattern[place] === text[at]) [at, place] = [at + 1, place + 1];
    else if (star >= 0) [place, at] = [star + 1, ++mark];
    else return false;
  }
  while (pattern[place] === '*') place++;
  return place === pattern.length;
}
