import { Derived } from './derived.js';

describe('Derived', () => {
  it('makes its value anew only where a part is another', () => {
    const derived = new Derived<number>();
    let made = 0;
    const of = (...parts: unknown[]) => derived.of(parts, () => (made += 1));
    const part = {};
    expect([of('a', part), of('a', part), of('b', part), of('b', {}), of('b')]).toEqual([1, 1, 2, 3, 4]);
  });
});
