import type { WallStatus } from '../graphql/generated/graphql';
import { onPanel, type Frame } from './picture-frame';

/** One stroke or area of the picture: what it is, and its SVG path. */
export interface Shape {
  kind: 'paper' | 'rest' | 'thin' | 'unknown' | 'lattice' | 'hatch' | 'centre' | 'slit' | 'post' | 'tear';
  d: string;
}

/** One torn edge, fixed, so that the picture never shimmers between two drawings. */
const torn = [0, 4, -3, 5, -4, 3, 0] as const;
const last = torn.length - 1;

/** How far from the middle each wall's hole lies, as a share of its height: eight holes in one line look stamped. */
const sway = [0, -0.07, 0.05, -0.03, 0.08, -0.06, 0.03, -0.08] as const;

/**
 * What panel i looks like. `pierced` are the lanes that go through it: neighbours share one hole. A wall that is open
 * though no lane goes through it has a hole where none runs.
 */
export function panelShapes(
  frame: Frame,
  i: number,
  state: WallStatus,
  pierced: readonly number[],
  lanes: number,
): Shape[] {
  const { from, to, vertical, point, lean } = frame;
  const tearAt = (k: number, flip: boolean): number => torn[flip ? (k + 3) % torn.length : k] ?? 0;
  const edge = (v: number, tear: 'straight' | 'torn' | 'flipped'): string[] =>
    torn.map((_, k) => point(i, tear === 'straight' ? v : v + tearAt(k, tear === 'flipped'), k / last));
  const area = (a: number, b: number, tearA = false, tearB = false): string =>
    `M${[...edge(a, tearA ? 'torn' : 'straight'), ...edge(b, tearB ? 'flipped' : 'straight').reverse()].join(' L')} Z`;
  const lattice = (a: number, b: number): string => {
    const lines = [1 / 3, 2 / 3].map((t) => `M${point(i, a, t)} L${point(i, b, t)}`);
    const rows = vertical ? 8 : 7;
    for (let k = 1; k < rows; k += 1) {
      const v = from + ((to - from) / rows) * k;
      if (v > a + 6 && v < b - 6) lines.push(`M${point(i, v, 0)} L${point(i, v, 1)}`);
    }
    return lines.join(' ');
  };
  const hatch = (): string => {
    const count = vertical ? 20 : Math.round((to - from) / 11);
    return Array.from({ length: count }, (_, k) => {
      const v = from + ((to - from) * (k + 0.5)) / count;
      return `M${point(i, Math.min(v + 5, to), 0.04)} L${point(i, Math.max(v - 5, from), 0.96)}`;
    }).join(' ');
  };
  const slits = pierced.map((lane): Shape => ({ kind: 'slit', d: slit(frame, i, onPanel(frame, lane)) }));

  switch (state) {
    case 'closed':
      return [{ kind: 'paper', d: area(from, to) }, { kind: 'lattice', d: lattice(from, to) }, ...slits];
    case 'thin': {
      const usual = [0.25, 0.75].map((share): Shape => ({
        kind: 'slit',
        d: slit(frame, i, from + (to - from) * share),
      }));
      return [
        { kind: 'thin', d: area(from, to) },
        { kind: 'hatch', d: hatch() },
        { kind: 'centre', d: `M${point(i, from, 0.5)} L${point(i, to, 0.5)}` },
        ...(lanes > 0 ? slits : usual),
      ];
    }
    case 'unknown':
      return [{ kind: 'unknown', d: area(from, to) }];
    case 'open': {
      const holes = lanes > 0 ? holesAt(frame, pierced) : [];
      if (holes.length === 0) {
        const half = lanes > 0 ? frame.half * 0.8 : (to - from) * 0.22;
        const middle = (from + to) / 2 - lean.v / 2 + (to - from) * (sway[i % sway.length] ?? 0);
        const centre = lanes > 0 ? to - half - 12 : middle;
        holes.push([centre - half, centre + half]);
      }
      const shapes: Shape[] = [
        { kind: 'post', d: [0, 1].map((t) => `M${point(i, from, t)} L${point(i, to, t)}`).join(' ') },
      ];
      const paper = [from, ...holes.flat(), to];
      const lattices: string[] = [];
      for (let k = 0; k < paper.length; k += 2) {
        const [a = from, b = to] = paper.slice(k, k + 2);
        shapes.push({ kind: 'rest', d: area(a, b, k > 0, k + 2 < paper.length) });
        lattices.push(lattice(k > 0 ? a + 4 : a, k + 2 < paper.length ? b - 4 : b));
      }
      shapes.push({ kind: 'lattice', d: lattices.join(' ') });
      for (const [a, b] of holes) {
        shapes.push({ kind: 'tear', d: `M${edge(a, 'flipped').join(' L')}` });
        shapes.push({ kind: 'tear', d: `M${edge(b, 'torn').join(' L')}` });
      }
      return shapes;
    }
  }
}

/** Extents across of the holes that lanes make; lanes beside each other share one. */
function holesAt(frame: Frame, pierced: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const lane of [...pierced].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === lane - 1) run[1] = lane;
    else runs.push([lane, lane]);
  }
  return runs.map(([a, b]) => [
    Math.max(frame.from + 4, onPanel(frame, a) - frame.half),
    Math.min(frame.to - 4, onPanel(frame, b) + frame.half),
  ]);
}

const slit = ({ point }: Frame, i: number, v: number): string =>
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
