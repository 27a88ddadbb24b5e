import { escapePaths, type PathVerdict } from '@shoji/escape';
import type { Subject } from '@shoji/posture';
import { evaluateRules, rules, type Outcome, type Rule } from '@shoji/rules';
import { coverageOf } from './coverage.js';
import { ruleSet } from './rule-set.js';
import { bandOf, partsOf, scoresOf, weighFinding, weighPath, type RiskPart } from './score.js';
import { wallStates, type WallState } from './walls.js';
import type { Band } from './weights.js';

/** 0–100 from what failed (`score`), and as if the unknown had failed too (`upTo`); `band` is that of `score`. */
export interface Risk {
  score: number;
  upTo: number;
  /** Share of the posture's facts that were read, 0–1. */
  coverage: number;
  band: Band;
  parts: RiskPart[];
}

/** Everything that is derived from one posture on one host. */
export interface Judgement {
  /** Version of the rules and weights it was made with. */
  ruleSet: string;
  outcomes: Outcome[];
  /** Every way out, in the order of their list. */
  paths: PathVerdict[];
  risk: Risk;
  walls: WallState[];
}

const titles = new Map([...rules, ...escapePaths].map(({ id, title }) => [id, title]));

const titled = (further: readonly Rule[]): ReadonlyMap<string, string> =>
  further.length === 0
    ? titles
    : new Map([...titles, ...further.map(({ id, title }) => [id, title] as const)]);

/** Judges one container by the catalogue and further rules. Pure: equal inputs give equal judgements. */
export function judge(subject: Subject, further: readonly Rule[] = []): Judgement {
  const outcomes = [...evaluateRules(subject), ...further.map((rule) => rule.judge(subject))];
  const paths = escapePaths.map((path) => path.judge(subject));
  return {
    ruleSet,
    outcomes,
    paths,
    risk: riskOf(outcomes, paths, coverageOf(subject.posture), further),
    walls: wallStates(outcomes, further),
  };
}

/** The risk of a set of outcomes and ways out, in any order; `further` are the rules that are not in the catalogue. */
export function riskOf(
  outcomes: readonly Outcome[],
  paths: readonly PathVerdict[],
  coverage: number,
  further: readonly Rule[] = [],
): Risk {
  const failed = outcomes.filter(({ state }) => state === 'fail');
  const known = [
    ...failed.map(weighFinding),
    ...paths.filter(({ state }) => state === 'open').map(weighPath),
  ];
  const { score, upTo } = scoresOf(outcomes, paths);
  return { score, upTo, coverage, band: bandOf(score), parts: partsOf(known, score, titled(further)) };
}
