import type { Wall } from '@shoji/posture';
import type { Band, WallStatus } from '@shoji/risk';
import type { Severity } from '@shoji/rules';
import type { Colour } from '../terminal/terminal.js';

/** Two letters for each wall in a table, and one where it is narrow. */
export const heads: Record<Wall, { two: string; one: string }> = {
  namespaces: { two: 'NS', one: 'N' },
  user: { two: 'US', one: 'U' },
  cgroups: { two: 'CG', one: 'G' },
  rlimits: { two: 'RL', one: 'R' },
  capabilities: { two: 'CP', one: 'C' },
  seccomp: { two: 'SC', one: 'S' },
  lsm: { two: 'LS', one: 'L' },
  filesystem: { two: 'FS', one: 'F' },
};

/** A form and a letter for each state, so that nothing hangs on colour alone. */
export const states: Record<WallStatus, { form: string; letter: string; colour: Colour }> = {
  closed: { form: '■', letter: 'c', colour: 'good' },
  thin: { form: '▨', letter: 't', colour: 'warn' },
  open: { form: '□', letter: 'o', colour: 'bad' },
  unknown: { form: '?', letter: 'u', colour: 'doubt' },
};

export const bandColours: Record<Band, Colour> = {
  low: 'good',
  medium: 'warn',
  high: 'bad',
  critical: 'bad',
};

export const severityColours: Record<Severity, Colour> = {
  low: 'good',
  medium: 'warn',
  high: 'bad',
  critical: 'bad',
};

/** The risk as whole points, with how high it may be where facts are unknown: `42` or `42–61`. */
export function riskText({ score, upTo }: { score: number; upTo: number }): string {
  const [from, to] = [Math.round(score), Math.round(upTo)];
  return to > from ? `${from}–${to}` : String(from);
}
