import type { PathState, StepState, WallName, WallStatus } from '../graphql/generated/graphql';
import { onPanel, type Frame } from './picture-frame';

/** A way out as the picture draws it: what each wall does to it; a wall that is not named is not in the way. */
export interface PictureWay {
  id: string;
  title: string;
  state: PathState;
  walls: Partial<Record<WallName, StepState>>;
}

/** One way out, drawn as a thread along its lane. */
export interface Thread {
  id: string;
  title: string;
  state: PathState;
  /** SVG paths: the whole thread, behind the panels, solid and beyond an unknown wall dashed. */
  back: string;
  dashed: string;
  /** The part of it in front of paper, up to the middle of each panel. */
  front: string;
  /** The bar of the wall that stops it. */
  bar: string;
  /** The head of the arrow at the host, where nothing is known to stop it. */
  arrow: string;
  /** Where it passes a wall that is not in its way. */
  eyelets: { x: number; y: number }[];
  label: { x: number; y: number };
}

/** Draws each way along its lane, from the process to the host or to the wall that stops it. */
export const drawThreads = (
  frame: Frame,
  walls: readonly { wall: WallName; state: WallStatus }[],
  ways: readonly PictureWay[],
): Thread[] =>
  ways.map((way, lane) => {
    const v = frame.lane(lane);
    const hit = (i: number) => frame.depth(i) + frame.lean.u / 2;
    const line = (a: number, b: number) => `M${frame.flat(a, v)} L${frame.flat(b, v)}`;
    const stop = walls.findIndex(({ wall }) => way.walls[wall] === 'stop');
    const doubt = walls.findIndex(({ wall }) => way.walls[wall] === 'unknown');
    const end = stop >= 0 ? hit(stop) : frame.end;
    const cut = doubt >= 0 && (stop < 0 || doubt < stop) ? hit(doubt) : null;
    const passed = walls.slice(0, stop < 0 ? walls.length : stop);
    const front = walls
      .slice(0, stop < 0 ? walls.length : stop + 1)
      .flatMap(({ wall, state }, i) =>
        state === 'unknown' || (state === 'open' && way.walls[wall] === 'pierce')
          ? []
          : [line(frame.depth(i) - 1, hit(i))],
      );
    return {
      id: way.id,
      title: way.title,
      state: way.state,
      back: line(frame.start, cut ?? end),
      dashed: cut === null ? '' : line(cut, end),
      front: front.join(' '),
      bar:
        stop < 0
          ? ''
          : `M${frame.point(stop, onPanel(frame, lane), 0.14)} L${frame.point(stop, onPanel(frame, lane), 0.86)}`,
      arrow:
        stop < 0
          ? `M${frame.flat(end - 7, v - 5)} L${frame.flat(end + 2, v)} L${frame.flat(end - 7, v + 5)}`
          : '',
      eyelets: passed.flatMap(({ wall }, i) => {
        if (way.walls[wall] !== undefined) return [];
        const [x = 0, y = 0] = frame.flat(hit(i), v).split(' ').map(Number);
        return [{ x, y }];
      }),
      label: frame.vertical ? { x: v, y: 16 } : { x: 42, y: v - 8 },
    };
  });
