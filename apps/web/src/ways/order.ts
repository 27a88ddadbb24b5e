import type { StepState, WallName } from '../graphql/generated/graphql';
import type { Way } from '../container/query';
import type { PictureWay } from '../walls/threads';

const states = ['open', 'possible', 'blocked'] as const;
const eases = ['trivial', 'easy', 'moderate', 'hard'] as const;
/** What a wall does to a way that meets it several times. */
const gravest: readonly StepState[] = ['stop', 'unknown', 'pierce'];

/** Walls that are known to stop a way. */
export const stoppedBy = ({ steps }: Way): WallName[] => [
  ...new Set(steps.filter(({ state }) => state === 'stop').map(({ wall }) => wall)),
];

/** Open ways first, then possible ones, then those that fewest walls stop; within that the easiest first. */
export const inOrder = (ways: readonly Way[]): Way[] =>
  [...ways].sort(
    (a, b) =>
      states.indexOf(a.state) - states.indexOf(b.state) ||
      stoppedBy(a).length - stoppedBy(b).length ||
      eases.indexOf(a.path.ease) - eases.indexOf(b.path.ease),
  );

const mostLanes = 8;

/** The ways that the picture draws: what is open or possible, then what a single wall stops. */
export function drawn(ways: readonly Way[]): PictureWay[] {
  return inOrder(ways)
    .filter((way) => way.state !== 'blocked' || stoppedBy(way).length === 1)
    .slice(0, mostLanes)
    .map(({ path, state, steps }) => {
      const walls: Partial<Record<WallName, StepState>> = {};
      for (const { wall, state: step } of steps) {
        const before = walls[wall];
        if (before === undefined || gravest.indexOf(step) < gravest.indexOf(before)) walls[wall] = step;
      }
      return { id: path.id, title: path.title, state, walls };
    });
}
