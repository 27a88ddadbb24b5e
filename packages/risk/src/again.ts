import { escapePaths, type EscapePath, type PathVerdict } from '@shoji/escape';
import type { Subject } from '@shoji/posture';
import { rules, type Outcome } from '@shoji/rules';

/** What rules and ways out say of one container, each in the order of its list. */
export interface Verdicts {
  outcomes: readonly Outcome[];
  paths: readonly PathStanding[];
}

/** How a way out stands, without its steps. */
export type PathStanding = Pick<PathVerdict, 'path' | 'ease' | 'state'>;

/** Those that read a fact, by their place in their lists. */
interface Readers {
  rules: readonly number[];
  paths: readonly number[];
}

/** A fact as far as changes tell facts apart: the first two parts of its path (`namespaces.pid`, `host.sysctls`). */
interface Fact {
  read: (subject: Subject) => unknown;
  readers: Readers;
}

const nameOf = (field: string): string => field.split('.', 2).join('.');

const fieldsOfPath = ({ conditions }: EscapePath): string[] =>
  conditions
    .flatMap((item) => ('ask' in item ? [item] : [item.short, ...item.long]))
    .flatMap(({ fields }) => fields);

/** Every fact that somebody reads, once, from the paths that rules and conditions declared by reading. */
function factsOf(ofRules: readonly (readonly string[])[], ofPaths: readonly (readonly string[])[]): Fact[] {
  const names = [...new Set([...ofRules, ...ofPaths].flat().map(nameOf))];
  const reading = (lists: readonly (readonly string[])[], name: string) =>
    lists.flatMap((fields, index) => (fields.some((field) => nameOf(field) === name) ? [index] : []));
  return names.map((name) => ({
    read: readerOf(name),
    readers: { rules: reading(ofRules, name), paths: reading(ofPaths, name) },
  }));
}

function readerOf(name: string): Fact['read'] {
  const [group = '', fact] = name.split('.', 2);
  const documentOf = (subject: Subject): object =>
    group === 'host' ? subject.host : group === 'traits' ? subject.traits : at(subject.posture, group);
  return fact === undefined ? documentOf : (subject) => at(documentOf(subject), fact);
}

const at = (document: object, key: string): object => (document as Record<string, object>)[key] as object;

const facts: readonly Fact[] = factsOf(
  rules.map(({ fields }) => fields),
  escapePaths.map(fieldsOfPath),
);

const known = new Map<string, Readers>();

/**
 * The rules and ways out that read a fact in which two subjects differ: no other can say anything else of the second, for
 * they are functions of what they read. Facts are compared as objects: those of a change that it does not set are the same.
 */
export function readersOfDifference(before: Subject, after: Subject): Readers {
  let key = '';
  for (const [index, { read }] of facts.entries()) if (read(before) !== read(after)) key += `${index},`;
  let readers = known.get(key);
  if (readers === undefined) {
    const of = key.split(',').flatMap((index) => (index === '' ? [] : [facts[Number(index)]?.readers]));
    const union = (kind: keyof Readers) => [...new Set(of.flatMap((item) => item?.[kind] ?? []))];
    known.set(key, (readers = { rules: union('rules'), paths: union('paths') }));
  }
  return readers;
}

/**
 * The verdicts on `after`, which a change made of `before`: only those are asked again that read a fact in which the two
 * differ, and that did not hold already. A change makes no wall weaker (a property that the tests try on every change), so
 * what held still does; its evidence stays that of `before`.
 */
export function judgeAgain({ outcomes, paths }: Verdicts, before: Subject, after: Subject): Verdicts {
  const readers = readersOfDifference(before, after);
  return {
    outcomes: replaced(outcomes, readers.rules, isUnsettled, (place) => rules[place]?.judge(after)),
    paths: replaced(paths, readers.paths, isPassable, (place) => standing(escapePaths[place], after)),
  };
}

const standing = (path: EscapePath | undefined, subject: Subject): PathStanding | undefined =>
  path && { path: path.id, ease: path.ease, state: path.stateIn(subject) };

const isUnsettled = ({ state }: Outcome): boolean => state === 'fail' || state === 'unknown';
const isPassable = ({ state }: PathStanding): boolean => state !== 'blocked';

function replaced<T>(
  items: readonly T[],
  places: readonly number[],
  isWanted: (item: T) => boolean,
  anew: (place: number) => T | undefined,
): readonly T[] {
  let copy: T[] | undefined;
  for (const place of places) {
    const item = items[place];
    if (item === undefined || !isWanted(item)) continue;
    const next = anew(place);
    if (next !== undefined) (copy ??= [...items])[place] = next;
  }
  return copy ?? items;
}

/** Ids of the ways that were open and are known to be blocked. One that nobody could tell any more is not closed. */
export const closedBetween = (before: readonly PathStanding[], after: readonly PathStanding[]): string[] =>
  before.flatMap(({ path, state }, index) =>
    state === 'open' && after[index]?.state === 'blocked' ? [path] : [],
  );
