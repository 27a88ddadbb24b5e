import {
  declaredDifferences,
  isKnown,
  isUnsupported,
  type Difference,
  type HostDocument,
  type Posture,
} from '@shoji/posture';
import { judge, type Rule } from '@shoji/risk';
import type { Change, ChangeDirection, State } from './change.js';
import type { Drift } from './drift.js';
import { isSame, write } from './fact.js';

const directions: Record<Difference['direction'], ChangeDirection> = {
  weaker: 'weakening',
  different: 'neutral',
  stronger: 'strengthening',
  unknown: 'unknown',
};

/**
 * Where the kernel enforces less than the runtime was asked for, or something else, as a drift from the declared posture
 * to the effective one. Nothing where it enforces just that or more; what could not be compared stands beside the rest.
 */
export function declaredDrift(
  declared: Posture,
  state: State,
  host: HostDocument,
  further: readonly Rule[] = [],
): Drift {
  const cpus = isKnown(host.cpus) ? host.cpus : null;
  const differences = declaredDifferences(declared, state.posture, cpus);
  if (!differences.some(isDrift)) return { changes: [], score: 0, upTo: 0 };
  const now = judge({ ...state, host }, further).risk.score;
  /** What the kernel would be trusted with less, had it enforced these, too. */
  const removed = (weaker: readonly Difference[]): number => {
    const copy = JSON.parse(JSON.stringify(state)) as State;
    for (const difference of weaker) write(copy, difference.field, asDeclared(difference));
    return Math.max(0, now - judge({ ...copy, host }, further).risk.score);
  };
  const weaker = differences.filter(({ direction }) => direction === 'weaker');
  const score = removed(weaker);
  const alone = new Map(weaker.map((difference) => [difference, score === 0 ? 0 : removed([difference])]));
  const total = [...alone.values()].reduce((sum, value) => sum + value, 0);
  const changes = differences
    .filter(({ direction }) => direction !== 'stronger')
    .map((difference): Change => {
      const { declared: before, effective: after, direction, ...rest } = difference;
      const share = total > 0 ? (alone.get(difference) ?? 0) / total : 1 / weaker.length;
      const points = direction === 'weaker' ? score * share : 0;
      return { ...rest, before, after, direction: directions[direction], points };
    });
  return { changes, score, upTo: score };
}

/**
 * Whether a difference is one that somebody has to look at. That a kernel has no AppArmor for the profile which its runtime
 * gives to every container is true of the whole host, and nobody asked for it.
 */
const isDrift = ({ direction, field, declared, effective }: Difference): boolean =>
  (direction === 'weaker' || direction === 'different') &&
  !(field === 'lsm.apparmor' && isUnsupported(effective) && isDefaultProfile(declared));

const isDefaultProfile = (fact: unknown): boolean =>
  typeof fact === 'object' && fact !== null && 'profile' in fact && fact.profile === 'docker-default';

/** A fact as it was asked for: whole, or, of a list, with the items that differ replaced. */
const asDeclared =
  ({ declared, effective }: Difference) =>
  (fact: unknown): unknown => {
    if (!Array.isArray(fact) || isSame(fact, effective)) return declared;
    const items = (side: unknown): unknown[] => (Array.isArray(side) ? side : side === null ? [] : [side]);
    const rest = (fact as unknown[]).filter((item) => !items(effective).some((other) => isSame(item, other)));
    return [...rest, ...items(declared)];
  };
