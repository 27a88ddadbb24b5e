/** Below this width the walls lie on top of each other instead of side by side; the names of ways take room, too. */
export const verticalBelow = 600;
const verticalBelowWithLanes = 720;

/**
 * Where things stand in the picture, in CSS pixels. `u` runs from the process to the host, `v` across; side by side x is
 * u, stacked y is u. Panel i stands at U(i) and leans: its point is (U(i) + lean.u·t, v + lean.v·t), t 0 at its front
 * edge, 1 at its back. A lane is the line along which one way out runs.
 */
export interface Frame {
  vertical: boolean;
  width: number;
  height: number;
  lean: { u: number; v: number };
  /** Extent of the panels across. */
  from: number;
  to: number;
  /** Distance between two panels along the way. */
  step: number;
  /** Where threads begin and end along the way. */
  start: number;
  end: number;
  depth: (panel: number) => number;
  lane: (lane: number) => number;
  /** Half the width of the hole that one lane makes. */
  half: number;
  /** A point of a panel as SVG writes it. */
  point: (panel: number, v: number, t: number) => string;
  /** A point by depth and place across. */
  flat: (u: number, v: number) => string;
}

const outsideSize = 34;
const laneGap = 52;

/** Lays out so many panels and lanes in a width; without lanes the panels take all of it. */
export function frameOf(panels: number, width: number, lanes: number): Frame {
  const vertical = width < (lanes > 0 ? verticalBelowWithLanes : verticalBelow);
  const gaps = Math.max(1, panels - 1);
  const lean = vertical ? { u: 24, v: 10 } : { u: 42, v: -22 };
  const first = vertical ? (lanes > 0 ? 74 : 56) : lanes > 0 ? Math.max(250, width * 0.26) : 46;
  const from = vertical ? 2 : 66;
  const to = vertical ? width - 14 : lanes > 0 ? Math.max(244, from + laneGap * lanes + 14) : 300;
  const step = vertical ? 62 : Math.max(lean.u + 8, (width - outsideSize - 40 - first - lean.u) / gaps);
  const last = first + step * gaps + lean.u;
  const height = vertical ? last + 22 + outsideSize : to + 10;
  const margin = vertical ? 30 : 26;
  const gap = vertical
    ? (to - from - margin - 18) / Math.max(1, lanes - 1)
    : (to - from - margin - 16) / Math.max(1, lanes - 1 || 1);
  const spread = vertical ? Math.min(gap, 64) : Math.min(gap, laneGap);
  const depth = (panel: number) => first + step * panel;
  const flat = (u: number, v: number) =>
    vertical ? `${v.toFixed(1)} ${u.toFixed(1)}` : `${u.toFixed(1)} ${v.toFixed(1)}`;
  return {
    vertical,
    width,
    height,
    lean,
    from,
    to,
    step,
    start: vertical ? 33 : 30,
    end: vertical ? height - outsideSize - 4 : width - outsideSize - 9,
    depth,
    lane: (lane) => from + margin + spread * lane,
    half: vertical ? Math.min(19, spread * 0.42) : laneGap * 0.42,
    point: (panel, v, t) => flat(depth(panel) + lean.u * t, v + lean.v * t),
    flat,
  };
}

/** Where a lane meets the middle of a panel, which leans. */
export const onPanel = ({ lane, lean }: Frame, index: number): number => lane(index) - lean.v / 2;
