import { parseIoMax, parseThrottle } from './io-max.js';
import { refusal } from './testing/refusal.js';

describe('parseIoMax', () => {
  it('reads the limits of every device', () => {
    expect(
      parseIoMax(
        '254:0 rbps=max wbps=1048576 riops=200 wiops=max\n8:16 rbps=1 wbps=2 riops=3 wiops=4 new=5\n',
      ),
    ).toEqual([
      { major: 254, minor: 0, rbps: null, wbps: 1048576, riops: 200, wiops: null },
      { major: 8, minor: 16, rbps: 1, wbps: 2, riops: 3, wiops: 4 },
    ]);
  });
  it('reads no limit from an empty file', () => {
    expect(parseIoMax('')).toEqual([]);
  });
  it.each([
    ['8:0 rbps=max', 'truncated'],
    ['8:0 rbps=max wbps=max riops=max\n', 'missing-field'],
    ['8:0 rbps=max wbps=max riops=max wiops=\n', 'bad-number'],
    ['8:0 rbps=max wbps=max riops=max wiops\n', 'missing-field'],
    ['8 rbps=max wbps=max riops=max wiops=max\n', 'malformed'],
  ])('refuses %j', (text, code) => {
    expect(() => parseIoMax(text)).toThrow(refusal(code));
  });
});

describe('parseThrottle', () => {
  it.each([
    ['', []],
    [
      '8:0 1048576\n254:16 5\n',
      [
        { major: 8, minor: 0, limit: 1048576 },
        { major: 254, minor: 16, limit: 5 },
      ],
    ],
  ])('reads %j', (text, limits) => {
    expect(parseThrottle(text)).toEqual(limits);
  });
  it.each([
    ['8:0 10', 'truncated'],
    ['8:0\n', 'malformed'],
    ['sda 1\n', 'malformed'],
    ['8:0 max\n', 'bad-number'],
  ])('refuses %j', (text, code) => {
    expect(() => parseThrottle(text)).toThrow(refusal(code));
  });
});
