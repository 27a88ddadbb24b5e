import type { Subject } from '@shoji/posture';
import { evaluateRules, rules, type Outcome } from '@shoji/rules';
import { coverageOf } from './coverage.js';
import { ruleSet } from './rule-set.js';
import { bandOf, partsOf, scoreOf, type RiskPart } from './score.js';
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
  risk: Risk;
  walls: WallState[];
}

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** Judges one container. Pure: equal inputs give equal judgements. */
export function judge(subject: Subject): Judgement {
  const outcomes = evaluateRules(subject);
  return {
    ruleSet,
    outcomes,
    risk: riskOf(outcomes, coverageOf(subject.posture)),
    walls: wallStates(outcomes),
  };
}

/** The risk of a set of outcomes, in any order. */
export function riskOf(outcomes: readonly Outcome[], coverage: number): Risk {
  const failed = outcomes.filter(({ state }) => state === 'fail');
  const score = scoreOf(failed);
  return {
    score,
    upTo: scoreOf(outcomes.filter(({ state }) => state === 'fail' || state === 'unknown').map(atWorst)),
    coverage,
    band: bandOf(score),
    parts: partsOf(failed, score, byId),
  };
}

const atWorst = (outcome: Outcome): Outcome => ({ ...outcome, severity: outcome.atMost ?? outcome.severity });
