import type { WallName, WallStatus } from '../graphql/generated/graphql';
import { panelShapes, type Shape } from './panel-shapes';
import { frameOf } from './picture-frame';
import { drawThreads, type PictureWay, type Thread } from './threads';

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
  threads: Thread[];
  /** Where the first panel stands, and the distance between two along the way from the process to the host. */
  first: number;
  step: number;
}

const outsideSize = 34;

/** Eight leaning panels between the process and the host, and the ways out as threads through them. */
export function drawWalls(
  walls: readonly { wall: WallName; state: WallStatus }[],
  width: number,
  ways: readonly PictureWay[] = [],
): Picture {
  const frame = frameOf(walls.length, width, ways.length);
  const { vertical, height, from, to, lean, step, depth } = frame;
  const panels = walls.map(({ wall, state }, i): Panel => {
    const pierced = ways.flatMap((way, lane) => {
      const stop = walls.findIndex((each) => way.walls[each.wall] === 'stop');
      return way.walls[wall] === 'pierce' && (stop < 0 || i < stop) ? [lane] : [];
    });
    const middle = { u: depth(i) + lean.u / 2, v: (from + to) / 2 + lean.v / 2 };
    // Between threads the question would stand on one of them.
    const across = ways.length > 0 ? to - 18 + lean.v / 2 : middle.v + 8;
    const question = vertical ? { x: across - 8, y: middle.u + 8 } : { x: middle.u, y: across };
    return {
      wall,
      state,
      shapes: panelShapes(frame, i, state, pierced, ways.length),
      question: state === 'unknown' ? question : null,
      label: vertical ? { x: from, y: depth(i) - 7 } : { x: middle.u + 4, y: 14 },
    };
  });
  const threads = drawThreads(frame, walls, ways);
  const base = { width, height, vertical, panels, threads, first: depth(0), step };
  return vertical
    ? {
        ...base,
        process: { x: from, y: ways.length > 0 ? 30 : 22, width: to - from, height: 3 },
        outside: { x: 0, y: height - outsideSize, width, height: outsideSize },
      }
    : {
        ...base,
        process: { x: 24, y: from - 10, width: 6, height: to - from },
        outside: { x: width - outsideSize, y: from - 22, width: outsideSize, height: to - from + 24 },
      };
}
