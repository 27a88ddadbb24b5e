import type { Wall } from '@shoji/posture';
import type { Outcome, Rule, Severity } from '@shoji/rules';
import { bands, findingWeights, type Band } from './weights.js';

/** What one finding adds to the score. Points of all parts add up to the score. */
export interface RiskPart {
  /** Id of the rule. */
  id: string;
  title: string;
  points: number;
  wall: Wall;
  /** What this finding makes of its wall. */
  state: 'thin' | 'open';
}

/** Whether a finding of this severity leaves its wall thin or open. */
export const openness = (severity: Severity): 'thin' | 'open' =>
  severity === 'low' || severity === 'medium' ? 'thin' : 'open';

/** `100 · (1 − Π(1 − p))` over the weights of the given outcomes; 0–100, the same in any order. */
export const scoreOf = (outcomes: readonly Outcome[]): number => {
  // A product in the order of the weights: floating point would otherwise make the order of the rules visible.
  const weights = outcomes.map(({ severity }) => findingWeights[severity]).sort((a, b) => a - b);
  return 100 * (1 - weights.reduce((product, weight) => product * (1 - weight), 1));
};

/** Each finding's share of the score by its logarithm, heaviest first, then by id. */
export function partsOf(
  findings: readonly Outcome[],
  score: number,
  titles: ReadonlyMap<string, Rule>,
): RiskPart[] {
  const log = ({ severity }: Outcome) => Math.log1p(-findingWeights[severity]);
  const total = findings
    .map(log)
    .sort((a, b) => a - b)
    .reduce((sum, value) => sum + value, 0);
  return findings
    .map((finding) => ({
      id: finding.rule,
      title: titles.get(finding.rule)?.title ?? finding.rule,
      points: (score * log(finding)) / total,
      wall: finding.wall,
      state: openness(finding.severity),
    }))
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1));
}

/** The band a score falls in. */
export const bandOf = (score: number): Band => bands.findLast(({ from }) => score >= from)?.band ?? 'low';
