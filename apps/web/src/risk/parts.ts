import type { RiskPartKind, WallName, WallStatus } from '../graphql/generated/graphql';

/** One line of the sum: what a finding or a way out adds to the score, in whole points as shown. */
export interface ShownPart {
  id: string;
  kind: RiskPartKind;
  title: string;
  /** Null for a way out, which goes through several. */
  wall: WallName | null;
  state: WallStatus;
  points: number;
}

/** Whole points that add up to the total shown, by largest remainder; equal remainders in the order given. */
export function roundTo(total: number, points: readonly number[]): number[] {
  const sum = points.reduce((a, b) => a + Math.max(0, b), 0);
  if (sum === 0) return points.map(() => 0);
  const exact = points.map((value) => (Math.max(0, value) / sum) * total);
  const rounded = exact.map(Math.floor);
  const left = total - rounded.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) rounded[index] = (rounded[index] ?? 0) + 1;
  return rounded;
}

/** A risk as shown: whole numbers, whose parts add up to the score, and what is unknown up to the range's end. */
export interface ShownRisk {
  score: number;
  upTo: number;
  parts: ShownPart[];
}

/** Rounds a risk for showing. Parts of unknown walls add up to `upTo − score`, all others to `score`. */
export function shownRisk(risk: { score: number; upTo: number; parts: readonly ShownPart[] }): ShownRisk {
  const score = Math.round(risk.score);
  // A range whose ends round to the same number is still a range.
  const upTo = risk.upTo > risk.score ? Math.min(100, Math.max(Math.round(risk.upTo), score)) : score;
  const known = risk.parts.filter(({ state }) => state !== 'unknown');
  const unknown = risk.parts.filter(({ state }) => state === 'unknown');
  const share = (parts: typeof known, total: number) => {
    const points = roundTo(
      total,
      parts.map((part) => part.points),
    );
    return parts.map((part, index) => ({ ...part, points: points[index] ?? 0 }));
  };
  return { score, upTo, parts: [...share(known, score), ...share(unknown, upTo - score)] };
}

/** Points of each wall: the sum of its findings' parts. */
export function pointsByWall(parts: readonly ShownPart[]): Map<WallName, { known: number; unknown: number }> {
  const sums = new Map<WallName, { known: number; unknown: number }>();
  for (const { wall, state, points } of parts) {
    if (wall === null) continue;
    const sum = sums.get(wall) ?? { known: 0, unknown: 0 };
    sum[state === 'unknown' ? 'unknown' : 'known'] += points;
    sums.set(wall, sum);
  }
  return sums;
}
