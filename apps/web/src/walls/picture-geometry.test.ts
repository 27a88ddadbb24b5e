import fc from 'fast-check';
import { drawWalls, verticalBelow, type Picture } from './picture-geometry';
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

  it('stays inside its frame, panels apart, at every width and for every mix of states', () => {
    const mix = fc.tuple(...walls.map(() => fc.constantFrom(...statuses)));
    fc.assert(
      fc.property(mix, fc.integer({ min: 300, max: 1800 }), (states, width) => {
        const picture = drawWalls(
          walls.map(({ id }, i) => ({ wall: id, state: states[i]! })),
          width,
        );
        for (const [x, y] of coordinates(picture)) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(picture.width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(picture.height);
        }
        expect(picture.step).toBeGreaterThan(picture.vertical ? 24 : 42);
      }),
    );
  });
});
