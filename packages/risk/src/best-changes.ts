import { changes } from '@shoji/changes';
import type { Subject } from '@shoji/posture';
import type { Rule } from '@shoji/rules';
import { closedIn, mendedIn, newsOf, type Verdicts } from './again.js';
import type { Judgement } from './judge.js';
import { planOf, type Plan } from './plan.js';
import { Tally } from './score.js';

/** What one change is worth for one container: found by making it on paper and judging again. */
export interface BestChange {
  /** Id of the change. */
  change: string;
  /** Ways out that are open, and that a wall is known to stop afterwards; ids. */
  closes: string[];
  /** Rules that fail, and no longer do afterwards; ids. */
  mends: string[];
  /** The score and its range afterwards. */
  score: number;
  upTo: number;
}

/** What would help one container. */
export interface Improvement {
  /** Changes that lower the score or its range, best first. */
  changes: BestChange[];
  plan: Plan;
}

/** Makes every change on paper. Pure; `judgement` is that of the subject, made with the same `further` rules. */
export function improvementOf(
  subject: Subject,
  judgement: Judgement,
  further: readonly Rule[] = [],
): Improvement {
  const { risk } = judgement;
  const verdicts: Verdicts = { ...judgement, further };
  const tally = Tally.of(verdicts.outcomes, verdicts.paths);
  const made = changes
    .map((change) => ({ change, after: change.apply(subject) }))
    .filter(({ after }) => after !== subject)
    .map((item) => ({ ...item, news: newsOf(verdicts, subject, item.after) }))
    .map((item) => ({ ...item, ...tally.with(item.news) }));
  const worth = made.filter(({ score, upTo }) => score < risk.score || upTo < risk.upTo);
  return {
    // The sort keeps the order of the list where two are worth the same.
    changes: worth
      .sort((a, b) => a.score - b.score || a.upTo - b.upTo)
      .map(({ change: { id }, news, score, upTo }) => ({
        ...{ change: id, closes: closedIn(news), mends: mendedIn(news) },
        ...{ score, upTo },
      })),
    plan: planOf(subject, verdicts, made),
  };
}
