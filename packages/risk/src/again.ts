import { escapePaths, type EscapePath, type PathVerdict } from '@shoji/escape';
import type { Subject } from '@shoji/posture';
import { rules, type Outcome, type Rule } from '@shoji/rules';

/** What rules and ways out say of one container, each in the order of its list. */
export interface Verdicts {
  outcomes: readonly RuleStanding[];
  paths: readonly PathStanding[];
  /** Rules beyond the catalogue that are asked again; the outcomes of any others stay. */
  further?: readonly Rule[];
}

/** What a rule says, without its evidence. */
export type RuleStanding = Omit<Outcome, 'evidence'>;
/** How a way out stands, without its steps. */
export type PathStanding = Pick<PathVerdict, 'path' | 'ease' | 'state'>;

/** Those that read a fact, by their place in their lists. */
interface Readers {
  rules: readonly number[];
  paths: readonly number[];
}

/** A fact as far as changes tell facts apart: the first two parts of its path (`namespaces.pid`, `host.sysctls`). */
interface Fact {
  name: string;
  /** Where it stands in its group, `undefined` for the group as a whole. */
  key: string | undefined;
  readers: Readers;
}

const nameOf = (field: string): string => field.split('.', 2).join('.');

const fieldsOfPath = ({ conditions }: EscapePath): string[] =>
  conditions
    .flatMap((item) => ('ask' in item ? [item] : [item.short, ...item.long]))
    .flatMap(({ fields }) => fields);

/** Every fact that somebody reads, once, by the group it stands in; from the paths that rules and conditions declared. */
function factsByGroup(ofRules: readonly (readonly string[])[], ofPaths: readonly (readonly string[])[]) {
  const groups = new Map<string, Fact[]>();
  const reading = (lists: readonly (readonly string[])[], name: string) =>
    lists.flatMap((fields, index) => (fields.some((field) => nameOf(field) === name) ? [index] : []));
  for (const name of new Set([...ofRules, ...ofPaths].flat().map(nameOf))) {
    const [group = '', key] = name.split('.', 2);
    const readers = { rules: reading(ofRules, name), paths: reading(ofPaths, name) };
    groups.set(group, [...(groups.get(group) ?? []), { name, key, readers }]);
  }
  return [...groups];
}

const groups = factsByGroup(
  rules.map(({ fields }) => fields),
  escapePaths.map(fieldsOfPath),
);

type Group = Readonly<Record<string, unknown>>;

const groupOf = ({ posture, host, traits }: Subject, name: string): Group =>
  (name === 'host' ? host : name === 'traits' ? traits : posture[name as keyof typeof posture]) as Group;

const known = new Map<string, Readers>();

/**
 * The rules and ways out that read a fact in which two subjects differ: no other can say anything else of the second, for
 * they are functions of what they read. Facts are compared as objects: those of a change that it does not set are the same.
 */
export function readersOfDifference(before: Subject, after: Subject): Readers {
  const differing: Fact[] = [];
  let names = '';
  for (const [name, facts] of groups) {
    const [one, other] = [groupOf(before, name), groupOf(after, name)];
    if (one === other) continue;
    for (const fact of facts) {
      if (fact.key !== undefined && one[fact.key] === other[fact.key]) continue;
      differing.push(fact);
      names += `${fact.name} `;
    }
  }
  let readers = known.get(names);
  if (readers === undefined) {
    const union = (kind: keyof Readers) => [...new Set(differing.flatMap((fact) => fact.readers[kind]))];
    known.set(names, (readers = { rules: union('rules'), paths: union('paths') }));
  }
  return readers;
}

/**
 * The verdicts on `after`, which a change made of `before`: only those are asked again that read a fact in which the two
 * differ, and that did not hold already. A change makes no wall weaker (a property that the tests try on every change), so
 * what held still does; its evidence stays that of `before`. A further rule may fail by any change of what it reads.
 */
export function judgeAgain(verdicts: Verdicts, before: Subject, after: Subject): Verdicts {
  const { outcomes, paths, further = [] } = verdicts;
  const readers = readersOfDifference(before, after);
  const ofCatalogue = replaced(outcomes, readers.rules, isUnsettled, (place) => weighed(rules[place], after));
  return {
    ...(further.length > 0 && { further }),
    outcomes: further.length === 0 ? ofCatalogue : ofFurther(ofCatalogue, further, [before, after]),
    paths: replaced(paths, readers.paths, isPassable, (place) => standing(escapePaths[place], after)),
  };
}

/** Outcomes with those of further rules made anew, where the rule reads something in which the two subjects differ. */
function ofFurther(
  outcomes: readonly RuleStanding[],
  further: readonly Rule[],
  [before, after]: readonly [Subject, Subject],
): readonly RuleStanding[] {
  const asked = new Map(
    further
      .filter(({ fields }) => fields.some((field) => differIn(field, before, after)))
      .map((rule) => [rule.id, rule]),
  );
  return asked.size === 0
    ? outcomes
    : outcomes.map((outcome) => weighed(asked.get(outcome.rule), after) ?? outcome);
}

/** Whether two subjects differ in what a field names: a fact, a group of facts, or a whole document. */
function differIn(field: string, before: Subject, after: Subject): boolean {
  if (field === 'posture') return before.posture !== after.posture;
  const [group = '', key] = field.split('.', 2);
  const [one, other] = [groupOf(before, group), groupOf(after, group)];
  return one !== other && (key === undefined || one[key] !== other[key]);
}

const weighed = (rule: Rule | undefined, subject: Subject): RuleStanding | undefined => {
  if (rule === undefined) return undefined;
  const { state, severity = rule.severity, atMost } = rule.weigh(subject);
  return { rule: rule.id, wall: rule.wall, severity, ...(atMost && { atMost }), state };
};

const standing = (path: EscapePath | undefined, subject: Subject): PathStanding | undefined =>
  path && { path: path.id, ease: path.ease, state: path.stateIn(subject) };

/** What did not apply may apply to what a change made. */
const isUnsettled = ({ state }: RuleStanding): boolean => state !== 'pass';
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
    if (next !== undefined) (copy ??= items.slice())[place] = next;
  }
  return copy ?? items;
}

/** Ids of the ways that were open and are known to be blocked. One that nobody could tell any more is not closed. */
export function closedBetween(before: readonly PathStanding[], after: readonly PathStanding[]): string[] {
  const closed: string[] = [];
  if (before !== after)
    for (const [index, { path, state }] of before.entries())
      if (state === 'open' && after[index]?.state === 'blocked') closed.push(path);
  return closed;
}

/** Ids of the rules that failed and no longer do. */
export function mendedBetween(before: readonly RuleStanding[], after: readonly RuleStanding[]): string[] {
  const mended: string[] = [];
  if (before !== after)
    for (const [index, { rule, state }] of before.entries())
      if (state === 'fail' && after[index]?.state !== 'fail') mended.push(rule);
  return mended;
}
