import type { PathVerdict } from '@shoji/escape';
import type { Wall } from '@shoji/posture';
import type { Outcome, Severity } from '@shoji/rules';
import { bands, findingWeights, pathWeights, type Band } from './weights.js';

/** Something that lets an intruder through: a finding, or a way out that is open. */
export interface Weighed {
  /** Id of the rule or of the way out. */
  id: string;
  kind: 'finding' | 'way-out';
  /** Probability-like, 0–1. */
  weight: number;
  /** The wall at which a finding stands, and what it makes of it; a way out goes through several. */
  wall: Wall | null;
  state: 'thin' | 'open';
}

/** What one of them adds to the score. Points of all parts add up to the score. */
export interface RiskPart extends Omit<Weighed, 'weight'> {
  title: string;
  points: number;
}

/** Whether a finding of this severity leaves its wall thin or open. */
export const openness = (severity: Severity): 'thin' | 'open' =>
  severity === 'low' || severity === 'medium' ? 'thin' : 'open';

/** A finding with its weight. */
export const weighFinding = ({ rule, wall, severity }: Outcome): Weighed => ({
  id: rule,
  kind: 'finding',
  weight: findingWeights[severity],
  wall,
  state: openness(severity),
});

/** A way out with its weight. */
export const weighPath = ({ path, ease }: PathVerdict): Weighed => ({
  id: path,
  kind: 'way-out',
  weight: pathWeights[ease],
  wall: null,
  state: 'open',
});

/** Every weight that there is, lightest first. */
const weights: readonly number[] = [
  ...new Set([...Object.values(findingWeights), ...Object.values(pathWeights)]),
].sort((a, b) => a - b);
const placesOf = <K extends string>(table: Readonly<Record<K, number>>) =>
  Object.fromEntries(
    Object.entries<number>(table).map(([name, weight]) => [name, weights.indexOf(weight)]),
  ) as Record<K, number>;
const findingPlaces = placesOf(findingWeights);
const pathPlaces = placesOf(pathWeights);

/** `100 · (1 − Π(1 − p))` over the weights; 0–100, the same in any order. */
export const scoreOf = (weighed: readonly Weighed[]): number => {
  const counts = Array<number>(weights.length).fill(0);
  for (const { weight } of weighed) add(counts, weights.indexOf(weight), 1);
  return scoreOfCounts(counts);
};

const add = (counts: number[], place: number, times: number): void => {
  counts[place] = (counts[place] ?? 0) + times;
};

function scoreOfCounts(counts: number[]): number {
  // A product in the order of the weights: floating point would otherwise make the order of the rules visible.
  let product = 1;
  for (let place = 0; place < counts.length; place += 1)
    for (let times = counts[place] ?? 0; times > 0; times -= 1) product *= 1 - (weights[place] ?? 0);
  return 100 * (1 - product);
}

/** What is known, and at worst. */
export interface Scores {
  score: number;
  upTo: number;
}

interface Swap<T> {
  before: T;
  after: T;
}

type Counted = Pick<Outcome, 'severity' | 'atMost' | 'state'>;
type CountedPath = Pick<PathVerdict, 'ease' | 'state'>;

/** How often each weight counts: in what failed and is open, and as if all that is not known to hold had failed too. */
export class Tally {
  private constructor(
    private readonly known: number[],
    private readonly atWorst: number[],
  ) {}

  static of(outcomes: readonly Counted[], paths: readonly CountedPath[]): Tally {
    const tally = new Tally(Array<number>(weights.length).fill(0), Array<number>(weights.length).fill(0));
    for (const outcome of outcomes) tally.outcome(outcome, 1);
    for (const path of paths) tally.path(path, 1);
    return tally;
  }

  /** The scores with some of what was counted replaced. */
  with({
    outcomes,
    paths,
  }: {
    outcomes: readonly Swap<Counted>[];
    paths: readonly Swap<CountedPath>[];
  }): Scores {
    const tally = new Tally(this.known.slice(), this.atWorst.slice());
    for (const { before, after } of outcomes) {
      tally.outcome(before, -1);
      tally.outcome(after, 1);
    }
    for (const { before, after } of paths) {
      tally.path(before, -1);
      tally.path(after, 1);
    }
    return tally.scores();
  }

  /** Counts an outcome so many times more. */
  private outcome({ state, severity, atMost = severity }: Counted, times: number): void {
    if (state !== 'fail' && state !== 'unknown') return;
    if (state === 'fail') add(this.known, findingPlaces[severity], times);
    add(this.atWorst, findingPlaces[atMost], times);
  }

  /** Counts a way out so many times more. */
  private path({ state, ease }: CountedPath, times: number): void {
    if (state === 'blocked') return;
    if (state === 'open') add(this.known, pathPlaces[ease], times);
    add(this.atWorst, pathPlaces[ease], times);
  }

  scores(): Scores {
    return { score: scoreOfCounts(this.known), upTo: scoreOfCounts(this.atWorst) };
  }
}

/** The score of what failed and is open, and as if all that is not known to hold had failed too. */
export const scoresOf = (outcomes: readonly Counted[], paths: readonly CountedPath[]): Scores =>
  Tally.of(outcomes, paths).scores();

/** Each one's share of the score by its logarithm, heaviest first, then by id. */
export function partsOf(
  weighed: readonly Weighed[],
  score: number,
  titles: ReadonlyMap<string, string>,
): RiskPart[] {
  const logs = weighed.map(({ weight }) => Math.log1p(-weight));
  // Added in one order, so that the order of the rules does not show.
  const total = logs.toSorted((a, b) => a - b).reduce((sum, log) => sum + log, 0);
  return weighed
    .map(({ id, kind, wall, state }, index) => {
      const points = (score * (logs[index] ?? 0)) / total;
      return { id, kind, wall, state, title: titles.get(id) ?? id, points };
    })
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1));
}

/** The band a score falls in. */
export const bandOf = (score: number): Band => bands.findLast(({ from }) => score >= from)?.band ?? 'low';
