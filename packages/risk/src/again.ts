import { escapePaths, type EscapePath, type PathState, type PathVerdict } from '@shoji/escape';
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
  /** With the conditions that read it. */
  paths: readonly { place: number; conditions: EscapePath['conditions'] }[];
}

/** What looks at facts: a rule, or a condition of a way out. */
interface Looking {
  fields: readonly string[];
  capabilities?: readonly string[];
}

/** A fact as far as changes tell facts apart: the first two parts of its path (`namespaces.pid`, `host.sysctls`). */
interface Fact {
  name: string;
  /** Where it stands in its group, `undefined` for the group as a whole. */
  key: string | undefined;
  /** A character that is its own. */
  mark: string;
}

const nameOf = (field: string): string => field.split('.', 2).join('.');

const lookingIn = (item: EscapePath['conditions'][number]): Looking[] =>
  'ask' in item ? [item] : [item.short, ...item.long];

const looking: readonly Looking[] = [
  ...rules,
  ...escapePaths.flatMap(({ conditions }) => conditions.flatMap(lookingIn)),
];

/** Every fact that somebody reads, once; from the paths that rules and conditions declared. */
const facts: readonly Fact[] = Array.from(
  new Set(looking.flatMap(({ fields }) => fields.map(nameOf))),
  (name, place) => ({ name, key: name.split('.', 2)[1], mark: String.fromCharCode(place) }),
);

const groupNameOf = ({ name }: Fact): string => name.split('.', 1).join();

const groups = [...new Set(facts.map(groupNameOf))].map((group) => ({
  group,
  members: facts.filter((fact) => groupNameOf(fact) === group),
}));

type Group = Readonly<Record<string, unknown>>;

const groupOf = ({ posture, host, traits }: Subject, name: string): Group =>
  (name === 'host' ? host : name === 'traits' ? traits : posture[name as keyof typeof posture]) as Group;

const known = new Map<string, Readers>();

/**
 * The rules and ways out that read a fact in which two subjects differ: no other can say anything else of the second, for
 * they are functions of what they read. Facts are compared as objects: those of a change that it does not set are the same.
 * Where single capabilities are gone, only those who look for one of them.
 */
function readersOfDifference(before: Subject, after: Subject): Readers {
  let marks = '';
  let gone: string[] = [];
  for (const { group, members } of groups) {
    const one = groupOf(before, group);
    const other = groupOf(after, group);
    if (one === other) continue;
    for (const { key, mark } of members) {
      if (key !== undefined && one[key] === other[key]) continue;
      marks += mark;
      if (group === 'capabilities') gone = withMissing(gone, one[key ?? ''], other[key ?? '']);
    }
  }
  const difference = `${marks} ${gone.join()}`;
  let readers = known.get(difference);
  if (readers === undefined) known.set(difference, (readers = readersOf(marks, gone)));
  return readers;
}

/** Stands for all capabilities: no more than a few are told apart. */
const all = ['*'];
const few = 3;

/** Adds what one list has and the other, which is the first without some, has not; `all` where they are no such lists. */
function withMissing(gone: string[], one: unknown, other: unknown): string[] {
  if (gone === all || !Array.isArray(one) || !Array.isArray(other)) return all;
  let place = 0;
  for (const item of one as string[])
    if (item === other[place]) place += 1;
    else if (!gone.includes(item) && gone.push(item) > few) return all;
  return place === other.length ? gone : all;
}

function readersOf(marks: string, gone: readonly string[]): Readers {
  const differing = new Set(facts.filter(({ mark }) => marks.includes(mark)).map(({ name }) => name));
  const isNews = ({ fields, capabilities }: Looking): boolean =>
    fields.map(nameOf).some((name) => {
      if (!differing.has(name)) return false;
      if (gone === all || capabilities === undefined || !name.startsWith('capabilities.')) return true;
      return gone.some((each) => capabilities.includes(each));
    });
  return {
    rules: rules.flatMap((rule, place) => (isNews(rule) ? [place] : [])),
    paths: escapePaths
      .map((path, place) => ({
        place,
        conditions: path.conditions.filter((item) => lookingIn(item).some(isNews)),
      }))
      .filter(({ conditions }) => conditions.length > 0),
  };
}

/** What is said anew, by its place in the lists of what was said before. */
export interface News {
  outcomes: readonly Replaced<RuleStanding>[];
  paths: readonly Replaced<PathStanding>[];
}

interface Replaced<T> {
  place: number;
  before: T;
  after: T;
}

/**
 * What is said anew of `after`, which a change made of `before`: only those are asked again that read a fact in which the
 * two differ, and that did not hold already. A change makes no wall weaker (a property that the tests try on every
 * change), so what held still does; its evidence stays that of `before`. A further rule may fail by any change of what it
 * reads.
 */
export function newsOf(verdicts: Verdicts, before: Subject, after: Subject): News {
  const { outcomes, paths, further = [] } = verdicts;
  const readers = readersOfDifference(before, after);
  const said: Replaced<RuleStanding>[] = [];
  for (const place of readers.rules) {
    const outcome = outcomes[place];
    const rule = rules[place];
    // What did not apply may apply to what a change made.
    if (outcome === undefined || rule === undefined || outcome.state === 'pass') continue;
    said.push({ place, before: outcome, after: weighed(rule, after) });
  }
  for (const rule of further) {
    if (!rule.fields.some((field) => differIn(field, before, after))) continue;
    const place = outcomes.findIndex((outcome) => outcome.rule === rule.id);
    const outcome = outcomes[place];
    if (outcome !== undefined) said.push({ place, before: outcome, after: weighed(rule, after) });
  }
  const standing: Replaced<PathStanding>[] = [];
  for (const { place, conditions } of readers.paths) {
    const verdict = paths[place];
    const path = escapePaths[place];
    if (verdict === undefined || path === undefined || verdict.state === 'blocked') continue;
    const { id, ease } = path;
    standing.push({
      place,
      before: verdict,
      after: { path: id, ease, state: stateAfter(path, verdict, conditions, after) },
    });
  }
  return { outcomes: said, paths: standing };
}

/** Conditions that read nothing new stop nobody whom they did not stop before; which of them did not know is not kept. */
function stateAfter(
  path: EscapePath,
  before: PathStanding,
  conditions: EscapePath['conditions'],
  after: Subject,
): PathState {
  const state = path.stateIn(after, conditions);
  return before.state === 'possible' && state === 'open' ? path.stateIn(after) : state;
}

/** The verdicts with what is said anew in its place. */
export const withNews = (verdicts: Verdicts, { outcomes, paths }: News): Verdicts => ({
  ...verdicts,
  outcomes: replaced(verdicts.outcomes, outcomes),
  paths: replaced(verdicts.paths, paths),
});

/** The verdicts on what a change made. */
export const judgeAgain = (verdicts: Verdicts, before: Subject, after: Subject): Verdicts =>
  withNews(verdicts, newsOf(verdicts, before, after));

function replaced<T>(items: readonly T[], news: readonly Replaced<T>[]): readonly T[] {
  if (news.length === 0) return items;
  const copy = items.slice();
  for (const { place, after } of news) copy[place] = after;
  return copy;
}

function weighed(rule: Rule, subject: Subject): RuleStanding {
  const { state, severity = rule.severity, atMost } = rule.weigh(subject);
  return { rule: rule.id, wall: rule.wall, severity, ...(atMost && { atMost }), state };
}

/** Whether two subjects differ in what a field names: a fact, a group of facts, or a whole document. */
function differIn(field: string, before: Subject, after: Subject): boolean {
  if (field === 'posture') return before.posture !== after.posture;
  const [group = '', key] = field.split('.', 2);
  const [one, other] = [groupOf(before, group), groupOf(after, group)];
  return one !== other && (key === undefined || one[key] !== other[key]);
}

/** Ids of the ways that were open and are known to be blocked. One that nobody could tell any more is not closed. */
export const closedIn = ({ paths }: News): string[] =>
  paths
    .filter(({ before, after }) => before.state === 'open' && after.state === 'blocked')
    .map(({ before }) => before.path);

/** Ids of the rules that failed and no longer do. */
export const mendedIn = ({ outcomes }: News): string[] =>
  outcomes
    .filter(({ before, after }) => before.state === 'fail' && after.state !== 'fail')
    .map(({ before }) => before.rule);
