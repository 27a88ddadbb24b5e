import fc from 'fast-check';
import { pointsByWall, roundTo, shownRisk } from './parts';

const part = (
  points: number,
  state: 'open' | 'thin' | 'unknown' = 'open',
  wall: 'user' | 'lsm' = 'user',
) => ({
  id: `${wall}-${points}`,
  kind: 'finding' as const,
  title: 'x',
  wall,
  state,
  points,
});
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('roundTo', () => {
  it.each([
    [10, [], []],
    [0, [0, 0], [0, 0]],
    [100, [33.3, 33.3, 33.4], [33, 33, 34]],
    [1, [0.4, 0.4, 0.4], [1, 0, 0]],
    [87, [25.6, 16.4, 10.4, 34.6], [26, 16, 10, 35]],
  ])('shares %d over %j as %j', (total, points, shown) => expect(roundTo(total, points)).toEqual(shown));

  it('always adds up to the total, and no part is off by one point or more', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.001, max: 60, noNaN: true }), { minLength: 1 }), (points) => {
        const total = Math.round(Math.min(100, sum(points)));
        const shown = roundTo(total, points);
        expect(sum(shown)).toBe(total);
        const exact = points.map((value) => (value / sum(points)) * total);
        for (const [index, value] of shown.entries()) expect(Math.abs(value - exact[index]!)).toBeLessThan(1);
      }),
    );
  });
});

describe('shownRisk', () => {
  it('adds the known parts up to the score', () => {
    const { score, parts } = shownRisk({ score: 60.4, upTo: 60.4, parts: [part(30.2), part(30.2)] });
    expect([score, sum(parts.map(({ points }) => points))]).toEqual([60, 60]);
  });

  it('counts a way out in the sum, and at no wall', () => {
    const way = { ...part(40), kind: 'way_out' as const, wall: null };
    const shown = shownRisk({ score: 60, upTo: 60, parts: [way, part(20)] });
    expect(sum(shown.parts.map(({ points }) => points))).toBe(60);
    expect(pointsByWall(shown.parts)).toEqual(new Map([['user', { known: 20, unknown: 0 }]]));
  });

  it('adds the unknown parts up to the width of the range', () => {
    const shown = shownRisk({
      score: 34,
      upTo: 71,
      parts: [part(34), part(20, 'unknown', 'lsm'), part(17, 'unknown')],
    });
    expect(shown.upTo - shown.score).toBe(37);
    expect(pointsByWall(shown.parts)).toEqual(
      new Map([
        ['user', { known: 34, unknown: 17 }],
        ['lsm', { known: 0, unknown: 20 }],
      ]),
    );
  });

  it('shows no range where nothing is unknown', () => {
    expect(shownRisk({ score: 12.6, upTo: 12.6, parts: [] })).toMatchObject({ score: 13, upTo: 13 });
  });
});
