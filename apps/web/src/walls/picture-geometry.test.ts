import fc from 'fast-check';
import type { PathState } from '../graphql/generated/graphql';
import { verticalBelow } from './picture-frame';
import { drawWalls, type Picture } from './picture-geometry';
import type { PictureWay } from './threads';
import { statuses, walls } from './vocabulary';

const eight = (state: (typeof statuses)[number]) => walls.map(({ id }) => ({ wall: id, state }));
const kinds = (picture: Picture, wall = 0) => picture.panels[wall]!.shapes.map(({ kind }) => kind);
const coordinates = (picture: Picture) =>
  picture.panels.flatMap(({ shapes }) =>
    shapes.flatMap(({ d }) =>
      [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const),
    ),
  );

describe('drawWalls', () => {
  it.each([
    ['closed', ['paper', 'lattice']],
    ['thin', ['thin', 'hatch', 'centre', 'slit', 'slit']],
    ['open', ['post', 'rest', 'rest', 'lattice', 'tear', 'tear']],
    ['unknown', ['unknown']],
  ] as const)('draws a wall that is %s as %j', (state, shapes) => {
    expect(kinds(drawWalls(eight(state), 1000))).toEqual(shapes);
  });

  it('asks a question on unknown walls only', () => {
    for (const state of statuses) {
      const asked = drawWalls(eight(state), 1000).panels.map(({ question }) => question !== null);
      expect(new Set(asked)).toEqual(new Set([state === 'unknown']));
    }
  });

  it('leaves a hole in the middle of an open wall that no paper covers', () => {
    const open = drawWalls(eight('open'), 1000).panels[0]!.shapes.filter(({ kind }) => kind === 'rest');
    const ys = open.map(({ d }) => [...d.matchAll(/[\d.]+ ([\d.]+)/g)].map((m) => Number(m[1])));
    expect(Math.min(...ys[1]!) - Math.max(...ys[0]!)).toBeGreaterThan(60);
  });

  it('stacks the walls where the page is narrow', () => {
    expect(drawWalls(eight('closed'), verticalBelow - 1).vertical).toBe(true);
    expect(drawWalls(eight('closed'), verticalBelow).vertical).toBe(false);
  });

  const way = (id: string, state: PathState, on: PictureWay['walls']): PictureWay => ({
    id,
    title: id,
    state,
    walls: on,
  });

  it('runs an open way to the host through a hole, and past the walls that are not in its way', () => {
    const { panels, threads } = drawWalls(eight('open'), 1200, [
      way('a', 'open', { namespaces: 'pierce', lsm: 'pierce' }),
    ]);
    expect(threads[0]).toMatchObject({ bar: '', dashed: '' });
    expect(threads[0]!.arrow).not.toBe('');
    expect(threads[0]!.eyelets).toHaveLength(6);
    expect(panels[0]!.shapes.filter(({ kind }) => kind === 'tear')).toHaveLength(2);
  });

  it('ends a blocked way at the bar of the first wall that stops it', () => {
    const { threads } = drawWalls(eight('closed'), 1200, [
      way('a', 'blocked', { user: 'pierce', seccomp: 'stop', filesystem: 'stop' }),
    ]);
    expect(threads[0]!.bar).not.toBe('');
    expect(threads[0]).toMatchObject({ arrow: '', dashed: '' });
    // Namespaces, cgroups, rlimits and capabilities come before seccomp and are not in its way.
    expect(threads[0]!.eyelets).toHaveLength(4);
  });

  it('dashes a way beyond the wall that is not known', () => {
    const { threads } = drawWalls(eight('closed'), 1200, [way('a', 'possible', { user: 'unknown' })]);
    expect(threads[0]!.dashed).not.toBe('');
    expect(threads[0]!.arrow).not.toBe('');
  });

  it('makes one hole of lanes beside each other, and two of lanes apart', () => {
    const through = (id: string) => way(id, 'open', { user: 'pierce' });
    const other = way('x', 'open', { lsm: 'pierce' });
    const tears = (ways: PictureWay[]) =>
      drawWalls(eight('open'), 1200, ways).panels[1]!.shapes.filter(({ kind }) => kind === 'tear').length;
    expect(tears([through('a'), through('b'), other])).toBe(2);
    expect(tears([through('a'), other, through('b')])).toBe(4);
  });

  it('stays inside its frame, panels apart, at every width and for every mix of states', () => {
    const mix = fc.tuple(...walls.map(() => fc.constantFrom(...statuses)));
    fc.assert(
      fc.property(
        mix,
        fc.integer({ min: 300, max: 1800 }),
        fc.integer({ min: 0, max: 8 }),
        (states, width, n) => {
          const ways = Array.from({ length: n }, (_, i) => way(String(i), 'open', { user: 'pierce' }));
          const picture = drawWalls(
            walls.map(({ id }, i) => ({ wall: id, state: states[i]! })),
            width,
            ways,
          );
          for (const [x, y] of coordinates(picture)) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(picture.width);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(picture.height);
          }
          expect(picture.step).toBeGreaterThan(picture.vertical ? 24 : 42);
        },
      ),
    );
  });
});
