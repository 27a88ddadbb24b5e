import type { Ease } from '@shoji/escape';
import type { Severity } from '@shoji/rules';

/** Probability-like weight of one finding by severity. See docs/risk.md before changing a number. */
export const findingWeights: Readonly<Record<Severity, number>> = {
  low: 0.02,
  medium: 0.06,
  high: 0.15,
  critical: 0.35,
};

/** The same of one open way out by how little it asks: a trivial one makes a container critical by itself. */
export const pathWeights: Readonly<Record<Ease, number>> = {
  hard: 0.4,
  moderate: 0.65,
  easy: 0.85,
  trivial: 0.95,
};

/** Bands of the score, mildest first; `from` is the lowest score that belongs to it. */
export const bands = [
  { band: 'low', from: 0 },
  { band: 'medium', from: 25 },
  { band: 'high', from: 50 },
  { band: 'critical', from: 75 },
] as const;
export type Band = (typeof bands)[number]['band'];
