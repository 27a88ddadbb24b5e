import fc from 'fast-check';
import { allotPanes } from './panes-allotment';

const count = fc.nat({ max: 200_000 });
const counts = fc.record({ closed: count, thin: count, open: count, unknown: count });
const sum = (panes: Record<string, number>) => Object.values(panes).reduce((a, b) => a + b, 0);

describe('allotPanes', () => {
  it.each([
    [
      { closed: 0, thin: 0, open: 0, unknown: 0 },
      { closed: 0, thin: 0, open: 0, unknown: 0 },
    ],
    [
      { closed: 7, thin: 0, open: 0, unknown: 0 },
      { closed: 100, thin: 0, open: 0, unknown: 0 },
    ],
    [
      { closed: 1, thin: 1, open: 1, unknown: 0 },
      { closed: 34, thin: 33, open: 33, unknown: 0 },
    ],
    [
      { closed: 99_997, thin: 1, open: 1, unknown: 1 },
      { closed: 97, thin: 1, open: 1, unknown: 1 },
    ],
  ])('gives %j the panes %j', (given, panes) => expect(allotPanes(given)).toEqual(panes));

  it('uses all hundred panes, gives each state that exists one and no other any', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const panes = allotPanes(given);
        const states = Object.keys(given) as (keyof typeof given)[];
        expect(sum(panes)).toBe(sum(given) === 0 ? 0 : 100);
        for (const state of states) expect(panes[state] > 0).toBe(given[state] > 0);
      }),
    );
  });
});
