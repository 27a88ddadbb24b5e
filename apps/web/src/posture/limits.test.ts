import { boundText, quotaText, rlimits, rlimitText } from './limits';

describe('rlimits', () => {
  it('are sixteen', () => expect(new Set(rlimits.map(({ id }) => id)).size).toBe(16));
});

describe('rlimitText', () => {
  it.each([
    [null, 'bytes', 'unlimited'],
    [8388608, 'bytes', '8 MiB'],
    [0, 'bytes', '0 B'],
    [1048576, 'count', '1,048,576'],
    [60, 'seconds', '60 s'],
    [200000, 'microseconds', '200,000 µs'],
  ] as const)('writes %s %s as %s', (value, unit, text) => expect(rlimitText(value, unit)).toBe(text));
});

describe('quotaText', () => {
  it.each([
    [null, 100000, 'no limit'],
    [50000, 100000, '0.5 cores'],
    [100000, 100000, '1 core'],
    [50000, null, '50,000 µs a period'],
    [50000, 0, '50,000 µs a period'],
  ])('writes %s of %s as %s', (quota, period, text) => expect(quotaText(quota, period)).toBe(text));
});

describe('boundText', () => {
  it.each([
    [null, 'nowhere'],
    ['self', 'its own cgroup'],
    ['/system.slice', '/system.slice'],
  ])('writes %s as %s', (at, text) => expect(boundText(at)).toBe(text));
});
