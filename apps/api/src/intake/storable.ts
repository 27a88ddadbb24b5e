import { jsonPath } from './json-path.js';
import { Refusal } from './refusal.js';

/**
 * A copy of a JSON value as Postgres can keep it. U+0000, which Postgres has no place for, becomes U+2400 (␀): a label
 * that a hostile image carries must not blind us to its whole host. Hashes are taken before, over what was sent.
 */
export const storable = <T>(value: T): T => replace(value) as T;

function replace(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\u2400');
  if (Array.isArray(value)) return value.map(replace);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.replaceAll('\0', '\u2400'), replace(item)]),
  );
}

/** The deepest path of a report's schema has 12 steps. */
const deepest = 32;

/**
 * Refuses what later steps cannot bear: nesting that would exhaust the stack, and strings with a lone surrogate, for
 * which no encoding has bytes: whoever wrote one cut a text in two.
 * @throws {Refusal} `schema` with the path of the first.
 */
export function refuseHostileJson(value: unknown, path: PropertyKey[] = []): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Refusal('schema', 'A string has a lone surrogate.', jsonPath(path));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= deepest) {
    throw new Refusal('schema', `Nested deeper than ${deepest} levels.`, jsonPath(path));
  }
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (!key.isWellFormed()) throw new Refusal('schema', 'A key has a lone surrogate.', jsonPath(path));
    path.push(isList ? Number(key) : key);
    refuseHostileJson(item, path);
    path.pop();
  }
}
