import type { WallName, WallStatus } from '../graphql/generated/graphql';

/** One stroke or area of the picture: what it is, and its SVG path. */
export interface Shape {
  kind: 'paper' | 'rest' | 'thin' | 'unknown' | 'lattice' | 'hatch' | 'centre' | 'slit' | 'post' | 'tear';
  d: string;
}

/** One wall of the picture, with the places of its label and of what stands below it. */
export interface Panel {
  wall: WallName;
  state: WallStatus;
  shapes: Shape[];
  /** Where the question mark of an unknown wall stands; null for all others. */
  question: { x: number; y: number } | null;
  label: { x: number; y: number };
}

/** The whole picture in CSS pixels. It is drawn anew for each width, never scaled, so that text keeps its size. */
export interface Picture {
  width: number;
  height: number;
  vertical: boolean;
  process: { x: number; y: number; width: number; height: number };
  outside: { x: number; y: number; width: number; height: number };
  panels: Panel[];
  /** Distance between two panels along the way from the process to the host. */
  step: number;
}

/** One torn edge, fixed, so that the picture never shimmers between two drawings. */
const torn = [0, 4, -3, 5, -4, 3, 0] as const;
const last = torn.length - 1;

/** How far from the middle each wall's hole lies, as a share of its height: eight holes in one line look stamped. */
const sway = [0, -0.07, 0.05, -0.03, 0.08, -0.06, 0.03, -0.08] as const;

/** Below this width the walls lie on top of each other instead of side by side. */
export const verticalBelow = 600;

/**
 * Eight leaning panels between the process and the host. `u` runs from the process to the host, `v` across; side by
 * side x is u, stacked y is u. A point of panel i is (U(i) + lean·t, v + lean·t), t 0 at its front edge, 1 at its back.
 */
export function drawWalls(walls: readonly { wall: WallName; state: WallStatus }[], width: number): Picture {
  const vertical = width < verticalBelow;
  const gaps = Math.max(1, walls.length - 1);
  const lean = vertical ? { u: 24, v: 10 } : { u: 42, v: -22 };
  const first = vertical ? 56 : 46;
  const from = vertical ? 2 : 66;
  const to = vertical ? width - 14 : 300;
  const outsideSize = 34;
  const step = vertical ? 62 : Math.max(lean.u + 8, (width - outsideSize - 40 - first - lean.u) / gaps);
  const end = first + step * gaps + lean.u;
  const height = vertical ? end + 22 + outsideSize : to + 10;

  const point = (i: number, v: number, t: number): string => {
    const u = first + step * i + lean.u * t;
    const across = v + lean.v * t;
    return vertical ? `${across.toFixed(1)} ${u.toFixed(1)}` : `${u.toFixed(1)} ${across.toFixed(1)}`;
  };
  const tearAt = (k: number, flip: boolean): number => torn[flip ? (k + 3) % torn.length : k] ?? 0;
  const edge = (i: number, v: number, tear: 'straight' | 'torn' | 'flipped'): string[] =>
    torn.map((_, k) => point(i, tear === 'straight' ? v : v + tearAt(k, tear === 'flipped'), k / last));
  const area = (i: number, a: number, b: number, tearA = false, tearB = false): string =>
    `M${[
      ...edge(i, a, tearA ? 'torn' : 'straight'),
      ...edge(i, b, tearB ? 'flipped' : 'straight').reverse(),
    ].join(' L')} Z`;
  const tear = (i: number, v: number, flip: boolean): string =>
    `M${edge(i, v, flip ? 'flipped' : 'torn').join(' L')}`;
  const lattice = (i: number, a: number, b: number): string => {
    const lines = [1 / 3, 2 / 3].map((t) => `M${point(i, a, t)} L${point(i, b, t)}`);
    const rows = vertical ? 8 : 7;
    for (let k = 1; k < rows; k += 1) {
      const v = from + ((to - from) / rows) * k;
      if (v > a + 6 && v < b - 6) lines.push(`M${point(i, v, 0)} L${point(i, v, 1)}`);
    }
    return lines.join(' ');
  };
  const hatch = (i: number): string => {
    const count = vertical ? 20 : Math.round((to - from) / 11);
    return Array.from({ length: count }, (_, k) => {
      const v = from + ((to - from) * (k + 0.5)) / count;
      return `M${point(i, Math.min(v + 5, to), 0.04)} L${point(i, Math.max(v - 5, from), 0.96)}`;
    }).join(' ');
  };
  const slit = (i: number, v: number): string =>
    `M${(
      [
        [-12, 0.5],
        [-4, 0.72],
        [2, 0.82],
        [12, 0.52],
        [4, 0.28],
        [-3, 0.2],
      ] as const
    )
      .map(([dv, t]) => point(i, v + dv, t))
      .join(' L')} Z`;

  const middle = (from + to) / 2 - lean.v / 2;
  const shapesOf = (state: WallStatus, i: number): Shape[] => {
    switch (state) {
      case 'closed':
        return [
          { kind: 'paper', d: area(i, from, to) },
          { kind: 'lattice', d: lattice(i, from, to) },
        ];
      case 'thin':
        return [
          { kind: 'thin', d: area(i, from, to) },
          { kind: 'hatch', d: hatch(i) },
          { kind: 'centre', d: `M${point(i, from, 0.5)} L${point(i, to, 0.5)}` },
          ...[0.25, 0.75].map((share): Shape => ({ kind: 'slit', d: slit(i, from + (to - from) * share) })),
        ];
      case 'unknown':
        return [{ kind: 'unknown', d: area(i, from, to) }];
      case 'open': {
        const half = (to - from) * 0.22;
        const centre = middle + (to - from) * (sway[i % sway.length] ?? 0);
        const [a, b] = [centre - half, centre + half];
        return [
          { kind: 'post', d: [0, 1].map((t) => `M${point(i, from, t)} L${point(i, to, t)}`).join(' ') },
          { kind: 'rest', d: area(i, from, a, false, true) },
          { kind: 'rest', d: area(i, b, to, true, false) },
          { kind: 'lattice', d: `${lattice(i, from, a - 4)} ${lattice(i, b + 4, to)}` },
          { kind: 'tear', d: tear(i, a, true) },
          { kind: 'tear', d: tear(i, b, false) },
        ];
      }
    }
  };

  const panels = walls.map(({ wall, state }, i): Panel => {
    const u = first + step * i;
    const half = { u: u + lean.u / 2, v: (from + to) / 2 + lean.v / 2 };
    const question = vertical ? { x: half.v, y: half.u + 8 } : { x: half.u, y: half.v + 8 };
    return {
      wall,
      state,
      shapes: shapesOf(state, i),
      question: state === 'unknown' ? question : null,
      label: vertical ? { x: from, y: u - 7 } : { x: half.u + 4, y: 14 },
    };
  });

  return vertical
    ? {
        width,
        height,
        vertical,
        step,
        panels,
        process: { x: from, y: 22, width: to - from, height: 3 },
        outside: { x: 0, y: height - outsideSize, width, height: outsideSize },
      }
    : {
        width,
        height,
        vertical,
        step,
        panels,
        process: { x: 24, y: from - 10, width: 6, height: to - from },
        outside: { x: width - outsideSize, y: from - 22, width: outsideSize, height: to - from + 24 },
      };
}
