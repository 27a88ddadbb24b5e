import { PostureError } from './errors.js';

/**
 * Canonical JSON: keys sorted by UTF-16 code units, no white space, integers only (RFC 8785 restricted to what our
 * documents use). Two equal documents give equal bytes.
 * @throws {PostureError} `not-canonical` on undefined, fractions, unsafe integers, lone surrogates or foreign objects.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw refuse('a string with a lone surrogate', value);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isSafeInteger(value)) throw refuse('a number that is not a safe integer', value);
      return Object.is(value, -0) ? '0' : String(value);
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? array(value) : object(value);
    default:
      throw refuse(`a value of type ${typeof value}`, value);
  }
}

const array = (items: readonly unknown[]): string => `[${Array.from(items, canonicalJson).join(',')}]`;

function object(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refuse('an object with a class', value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${canonicalJson(key)}:${canonicalJson(item)}`).join(',')}}`;
}

const refuse = (what: string, value: unknown) =>
  new PostureError('not-canonical', `canonical JSON has no place for ${what}: ${String(value).slice(0, 80)}`);

/** Sorts a set for its place in a document: by code units, duplicates dropped. */
export const sortedSet = (items: Iterable<string>): string[] => [...new Set(items)].sort();
