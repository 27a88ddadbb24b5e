import fc from 'fast-check';
import { canonicalJson, sortedSet } from './canonical.js';
import { PostureError } from './errors.js';

const refusal = (value: unknown) => {
  try {
    return canonicalJson(value);
  } catch (error) {
    return error instanceof PostureError ? error.code : error;
  }
};

describe('canonicalJson', () => {
  it.each([
    [{ b: 1, a: [2, 1] }, '{"a":[2,1],"b":1}'],
    [{ é: 1, z: 2, a: { y: null, x: true } }, '{"a":{"x":true,"y":null},"z":2,"é":1}'],
    ['a"\n\u0001', '"a\\"\\n\\u0001"'],
    [-0, '0'],
    [[], '[]'],
    [{}, '{}'],
    [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([
    ['undefined', undefined],
    ['an undefined property', { a: undefined }],
    ['a hole in an array', Array(2)],
    ['a fraction', 0.5],
    ['an integer beyond 2^53', 2 ** 53],
    ['NaN', NaN],
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a bigint', 1n],
  ])('refuses %s', (_, value) => {
    expect(refusal(value)).toBe('not-canonical');
  });

  it('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.integer()), (dictionary) => {
        const reversed = Object.fromEntries(Object.entries(dictionary).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(dictionary));
      }),
    );
  });

  it('reads back as the value that was written', () => {
    const tree = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.string({ unit: 'grapheme' }),
        fc.array(tie('tree')),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('tree'), { noNullPrototype: true }),
      ),
    })).tree;
    fc.assert(
      fc.property(tree, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('sortedSet', () => {
  it('sorts by code units and drops duplicates', () => {
    expect(sortedSet(['b', 'a', 'B', 'a', 'é'])).toEqual(['B', 'a', 'b', 'é']);
  });
});
