import { changes, type Change } from '@shoji/changes';
import type { Subject } from '@shoji/posture';
import type { Rule } from '@shoji/rules';
import { closedBetween, judgeAgain, mendedBetween, type Verdicts } from './again.js';
import type { Judgement } from './judge.js';
import { planOf, type Plan } from './plan.js';
import { scoresOf } from './score.js';

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
  const applicable = changes.flatMap((change) => {
    const after = change.apply(subject);
    return after === subject ? [] : [{ change, after }];
  });
  const worth = applicable
    .map(({ change, after }) => worthOf(change, subject, after, verdicts))
    .filter(({ score, upTo }) => score < risk.score || upTo < risk.upTo);
  return {
    // The sort keeps the order of the list where two are worth the same.
    changes: worth.sort((a, b) => a.score - b.score || a.upTo - b.upTo),
    plan: planOf(subject, verdicts, applicable),
  };
}

function worthOf(change: Change, before: Subject, after: Subject, verdicts: Verdicts): BestChange {
  const again = judgeAgain(verdicts, before, after);
  return {
    change: change.id,
    closes: closedBetween(verdicts.paths, again.paths),
    mends: mendedBetween(verdicts.outcomes, again.outcomes),
    ...scoresOf(again.outcomes, again.paths),
  };
}
