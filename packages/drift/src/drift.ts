import type { HostDocument } from '@shoji/posture';
import { judge, type Rule } from '@shoji/risk';
import {
  changeDirections,
  type Change,
  type ChangeDirection,
  type FieldChange,
  type State,
} from './change.js';
import { fieldChanges } from './changes.js';

/** What became of a container, or how two alike containers differ. */
export interface Drift {
  /** Weakening first, heaviest first; then what could not be told, and the rest. */
  changes: Change[];
  /** Risk, 0–100, that the weakening changes add to what was before, whatever others take away. */
  score: number;
  /** The same if what can no longer be read had opened, too. */
  upTo: number;
}

/** Below this a difference of two scores is rounding. */
const epsilon = 1e-9;

/**
 * Compares a state with an earlier one, or with the one it should be in, on one host. Equal states give no change; a
 * change and its reverse have opposite directions; what one side does not know is unknown. `further` are the rules beyond
 * the catalogue that count, too. Pure.
 */
export function driftBetween(
  before: State,
  after: State,
  host: HostDocument,
  further: readonly Rule[] = [],
): Drift {
  const found = fieldChanges(before, after);
  if (found.length === 0) return { changes: [], score: 0, upTo: 0 };
  const risk = (state: State) => judge({ ...state, host }, further).risk;
  const made = (state: State, changes: readonly FieldChange[], side: 'before' | 'after') => {
    // Documents are JSON.
    const copy = JSON.parse(JSON.stringify(state)) as State;
    for (const change of changes) change.set(copy, side);
    return copy;
  };
  const scores = { before: risk(before).score, after: risk(after).score };

  /** What it adds where everything else is as before, and where everything else is as after, on average. */
  const added = (change: FieldChange): number =>
    (risk(made(before, [change], 'after')).score -
      scores.before +
      (scores.after - risk(made(after, [change], 'before')).score)) /
    2;
  const isAsked = ({ field }: FieldChange) =>
    further.some(({ fields }) =>
      fields.some((name) => name === 'posture' || field.startsWith(name) || name.startsWith(field)),
    );
  const directed = found.map((change) => ({
    change,
    direction: directionOf(change, added, isAsked(change)),
  }));

  const of = (wanted: ChangeDirection) =>
    directed.filter(({ direction }) => direction === wanted).map(({ change }) => change);
  const weakening = of('weakening');
  const weakened = made(before, weakening, 'after');
  const score = weakening.length === 0 ? 0 : Math.max(0, risk(weakened).score - scores.before);
  const unknown = of('unknown');
  const more =
    unknown.length === 0 ? 0 : Math.max(0, risk(made(weakened, unknown, 'after')).upTo - risk(weakened).upTo);

  const alone = new Map(
    weakening.map((change) => [
      change,
      score === 0 ? 0 : Math.max(0, risk(made(before, [change], 'after')).score - scores.before),
    ]),
  );
  const total = [...alone.values()].reduce((sum, value) => sum + value, 0);
  const changes = directed.map(({ change, direction }): Change => {
    const { leaning: _, set: __, ...rest } = change;
    // Changes that only together open a way share what they open evenly.
    const share = total > epsilon ? (alone.get(change) ?? 0) / total : 1 / weakening.length;
    return { ...rest, direction, points: direction === 'weakening' ? score * share : 0 };
  });
  changes.sort(
    (a, b) =>
      changeDirections.indexOf(a.direction) - changeDirections.indexOf(b.direction) || b.points - a.points,
  );
  return { changes, score, upTo: Math.min(100, score + more) };
}

/** Where a rule that people wrote asks for it, the risk tells, and the field's own meaning only where the risk is the same. */
function directionOf(
  change: FieldChange,
  added: (change: FieldChange) => number,
  isAsked: boolean,
): ChangeDirection {
  const { leaning } = change;
  if (leaning === 'unknown' || (leaning !== 'depends' && !isAsked)) return leaning;
  const difference = added(change);
  if (Math.abs(difference) > epsilon) return difference > 0 ? 'weakening' : 'strengthening';
  return leaning === 'depends' ? 'neutral' : leaning;
}
