import type { Severity } from '@shoji/rules';

/** Probability-like weight of one finding by severity. See docs/risk.md before changing a number. */
export const findingWeights: Readonly<Record<Severity, number>> = {
  low: 0.02,
  medium: 0.06,
  high: 0.15,
  critical: 0.35,
};

/** Bands of the score, mildest first; `from` is the lowest score that belongs to it. */
export const bands = [
  { band: 'low', from: 0 },
  { band: 'medium', from: 25 },
  { band: 'high', from: 50 },
  { band: 'critical', from: 75 },
] as const;
export type Band = (typeof bands)[number]['band'];
