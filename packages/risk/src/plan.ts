import { efforts, type Change } from '@shoji/changes';
import { escapePaths, type EscapePath } from '@shoji/escape';
import type { Subject } from '@shoji/posture';
import { judgeAgain, newsOf, withNews, type News, type PathStanding, type Verdicts } from './again.js';
import { scoresOf, type Scores } from './score.js';

/** One change of a plan, as it stands after those before it. */
export interface PlanStep {
  change: string;
  /** Ways out that it is the first to close; ids. */
  closes: string[];
  score: number;
  upTo: number;
}

/** The shortest list of changes after which a wall is known to stop every way out that is open now. */
export interface Plan {
  steps: PlanStep[];
  /** Open ways that no change closes, nor all of them together; ids. */
  leaves: string[];
  /** Whether it is known that no shorter one does the same; false where the search was cut short. */
  shortest: boolean;
}

/** A change that does something here, and what it alone comes to. */
export interface Made extends Scores {
  change: Change;
  after: Subject;
  news: News;
}

interface Candidate extends Made {
  /** Bits of the open ways that read a fact it sets, and of those that are not known to be blocked after it alone. */
  touches: number;
  leaves: number;
  cost: number;
}

/** Ways out judged in one search at most: some milliseconds, where usual containers take some dozen. */
const budget = 3000;
/** Plans of one length that are compared. */
const mostPlans = 64;

/** Searches the plan. Pure; `verdicts` are those on the subject, `made` the changes that do something to it. */
export function planOf(subject: Subject, verdicts: Verdicts, made: readonly Made[]): Plan {
  const open = escapePaths.filter((_, index) => verdicts.paths[index]?.state === 'open');
  if (open.length === 0) return { steps: [], leaves: [], shortest: true };
  const all = bits(open, () => true);
  const candidates = made
    .map((item): Candidate => {
      const asked = new Map(item.news.paths.map(({ after }) => [after.path, after.state]));
      const touches = bits(open, ({ id }) => asked.has(id));
      const closed = bits(open, ({ id }) => asked.get(id) === 'blocked');
      return { ...item, touches, leaves: all & ~closed, cost: 4 ** efforts.indexOf(item.change.effort) };
    })
    .filter(({ touches }) => touches !== 0);
  const search = new Search(subject, open, candidates);
  const single = search.ofLength(1, all);
  if (single.length > 0)
    return { steps: inOrder(best(single, subject, verdicts), subject, verdicts), leaves: [], shortest: true };
  const everything = candidates.reduce((state, { change }) => change.apply(state), subject);
  const closable = bits(open, (path) => path.stateIn(everything) === 'blocked');
  const leaves = open.filter((_, index) => (closable & (1 << index)) === 0).map(({ id }) => id);
  const plans = search.shortest(closable);
  const chosen = plans ?? [search.quick(closable)];
  return {
    steps: inOrder(best(chosen, subject, verdicts), subject, verdicts),
    leaves,
    shortest: plans !== null,
  };
}

/** One bit for each item that `is`; there are fewer than 32 ways out. */
const bits = (open: readonly EscapePath[], is: (path: EscapePath) => boolean): number =>
  open.reduce((mask, path, index) => (is(path) ? mask | (1 << index) : mask), 0);

class Search {
  private judged = 0;

  constructor(
    private readonly subject: Subject,
    private readonly open: readonly EscapePath[],
    private readonly candidates: readonly Candidate[],
  ) {}

  /** All shortest plans that close these ways, up to `mostPlans`; `null` where the budget did not last. */
  shortest(closable: number): Candidate[][] | null {
    for (let length = 0; length <= this.candidates.length; length += 1) {
      const plans = this.ofLength(length, closable);
      // Found is found, however many more of the same length there may be.
      if (plans.length > 0) return plans;
      if (this.judged > budget) return null;
    }
    return null;
  }

  /** Plans of one length that close these ways, as far as the budget lasts. */
  ofLength(length: number, closable: number): Candidate[][] {
    const plans: Candidate[][] = [];
    this.extend(this.subject, closable, [], length, plans);
    return plans;
  }

  /**
   * Plans of exactly `length` more changes. Whichever way out is looked at, one of them has to change a fact that it reads:
   * so only those changes are tried.
   */
  private extend(
    subject: Subject,
    open: number,
    chosen: Candidate[],
    length: number,
    plans: Candidate[][],
  ): void {
    if (open === 0) plans.push(chosen);
    if (open === 0 || length === 0) return;
    for (const candidate of this.worthTrying(open, chosen, length)) {
      if (this.judged > budget || plans.length >= mostPlans) return;
      const isFirst = subject === this.subject;
      const after = isFirst ? candidate.after : candidate.change.apply(subject);
      if (after === subject) continue;
      const left = isFirst ? open & candidate.leaves : this.stillOpen(after, open, candidate.touches);
      // The last change of a plan closes all that is left.
      if (length > 1 || left === 0) this.extend(after, left, [...chosen, candidate], length - 1, plans);
    }
  }

  /** Changes that touch the way that fewest touch; the last one of a plan has to touch every way that is left. */
  private worthTrying(open: number, chosen: readonly Candidate[], length: number): Candidate[] {
    const free = this.candidates.filter((candidate) => !chosen.includes(candidate));
    if (length === 1) return free.filter(({ touches }) => (touches & open) === open);
    let fewest = free;
    for (let bit = 1; bit <= open; bit <<= 1) {
      if ((open & bit) === 0) continue;
      const touching = free.filter(({ touches }) => (touches & bit) !== 0);
      if (touching.length < fewest.length) fewest = touching;
    }
    return fewest;
  }

  private stillOpen(subject: Subject, open: number, touched: number): number {
    return bits(this.open, (path) => {
      const bit = 1 << this.open.indexOf(path);
      if ((open & bit) === 0) return false;
      if ((touched & bit) === 0) return true;
      this.judged += 1;
      return path.stateIn(subject) !== 'blocked';
    });
  }

  /** A plan that closes them, not always the shortest: what closes most comes first, and what proves needless goes. */
  quick(closable: number): Candidate[] {
    let plan: Candidate[] = [];
    let state = this.subject;
    let open = closable;
    while (open !== 0) {
      const next = this.candidates
        .filter((candidate) => !plan.includes(candidate) && (candidate.touches & open) !== 0)
        .map((candidate) => {
          const after = candidate.change.apply(state);
          return { candidate, after, left: this.stillOpen(after, open, candidate.touches) };
        })
        .sort((a, b) => ones(a.left) - ones(b.left) || a.candidate.cost - b.candidate.cost)[0];
      if (next === undefined) break;
      plan.push(next.candidate);
      state = next.after;
      open = next.left;
    }
    for (const candidate of plan.toReversed()) {
      const without = plan.filter((other) => other !== candidate);
      const after = without.reduce((reached, { change }) => change.apply(reached), this.subject);
      if (this.stillOpen(after, closable, closable) === open) plan = without;
    }
    return plan;
  }
}

const ones = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** Of plans of one length the one that asks least, then the one that leaves least risk, then the first. */
function best(plans: readonly Candidate[][], subject: Subject, verdicts: Verdicts): Candidate[] {
  const costOf = (plan: readonly Candidate[]) => plan.reduce((sum, { cost }) => sum + cost, 0);
  const least = Math.min(...plans.map(costOf));
  const [first = [], ...others] = plans.filter((plan) => costOf(plan) === least);
  if (others.length === 0) return first;
  const scoreAfter = (plan: readonly Candidate[]) => {
    const [only, ...more] = plan;
    if (only !== undefined && more.length === 0) return only.score;
    const after = plan.reduce((state, { change }) => change.apply(state), subject);
    const { outcomes, paths } = judgeAgain(verdicts, subject, after);
    return scoresOf(outcomes, paths).score;
  };
  let chosen = { plan: first, score: scoreAfter(first) };
  for (const plan of others) {
    const score = scoreAfter(plan);
    if (score < chosen.score) chosen = { plan, score };
  }
  return chosen.plan;
}

/** The steps, each time the one that lowers the score most. */
function inOrder(plan: readonly Candidate[], subject: Subject, verdicts: Verdicts): PlanStep[] {
  const steps: PlanStep[] = [];
  const closed = new Set<string>();
  let state = { subject, verdicts };
  for (let left = [...plan]; left.length > 0;) {
    const options = left.map((candidate) =>
      state.subject === subject ? candidate : madeOf(candidate, state),
    );
    const [step] = options.sort((a, b) => a.score - b.score || a.upTo - b.upTo);
    if (step === undefined) break;
    const { change, after, news, score, upTo } = step;
    const next = { subject: after, verdicts: withNews(state.verdicts, news) };
    // One that was open may have become untellable by the steps before.
    const closes = closedBetween(verdicts.paths, next.verdicts.paths).filter((path) => !closed.has(path));
    steps.push({ change: change.id, closes, score, upTo });
    for (const path of closes) closed.add(path);
    state = next;
    left = left.filter((candidate) => candidate.change !== change);
  }
  return steps;
}

/** A change as it is made after others. */
function madeOf({ change }: Made, { subject, verdicts }: { subject: Subject; verdicts: Verdicts }): Made {
  const after = change.apply(subject);
  const news = newsOf(verdicts, subject, after);
  const { outcomes, paths } = withNews(verdicts, news);
  return { change, after, news, ...scoresOf(outcomes, paths) };
}

/** Ids of the ways that were open and are known to be blocked. One that nobody could tell any more is not closed. */
const closedBetween = (before: readonly PathStanding[], after: readonly PathStanding[]): string[] =>
  before.flatMap(({ path, state }, index) =>
    state === 'open' && after[index]?.state === 'blocked' ? [path] : [],
  );
