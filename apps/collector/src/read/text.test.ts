import { Memo } from './text.js';

describe('Memo', () => {
  it('makes a value anew only when its key changed or its slot went unused', () => {
    const memo = new Memo();
    let made = 0;
    const use = (key: string) => memo.use('slot', key, () => (made += 1));
    expect([use('a'), use('a'), use('b')]).toEqual([1, 1, 2]);
    memo.forgetUnused();
    expect(use('b')).toBe(2);
    memo.forgetUnused();
    memo.forgetUnused();
    expect(use('b')).toBe(3);
  });
});
