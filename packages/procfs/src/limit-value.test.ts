import { parseCpuMax, parseLimitValue } from './limit-value.js';
import { refusal } from './testing/refusal.js';

describe('parseLimitValue', () => {
  it.each([
    ['max\n', null],
    ['67108864\n', 67108864],
    ['0\n', 0],
    ['50', 50],
    ['-1\n', null],
    ['9223372036854771712\n', null],
    ['9223372036854710272\n', null],
    ['9223372036854775807\n', null],
    ['9223372036852678656\n', null],
    ['9223372035781033984\n', null],
    ['18446744073709551615\n', null],
    ['9007199254740991\n', Number.MAX_SAFE_INTEGER],
    ['4611686018427387904\n', Number.MAX_SAFE_INTEGER],
  ])('reads %j', (text, limit) => {
    expect(parseLimitValue(text)).toBe(limit);
  });
  it.each(['', '\n', 'maximum\n', '-2\n', '1 2\n', '1\n2\n', ' max\n'])('refuses %j', (text) => {
    expect(() => parseLimitValue(text)).toThrow(refusal());
  });
});

describe('parseCpuMax', () => {
  it.each([
    ['max 100000\n', { quota: null, period: 100000 }],
    ['50000 100000\n', { quota: 50000, period: 100000 }],
  ])('reads %j', (text, limit) => {
    expect(parseCpuMax(text)).toEqual(limit);
  });
  it.each(['', 'max\n', '50000\n', '1 2 3\n', '50000 max\n', '50000  100000\n', '-1 100000\n'])(
    'refuses %j',
    (text) => {
      expect(() => parseCpuMax(text)).toThrow(refusal());
    },
  );
});
