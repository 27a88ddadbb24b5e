import fc from 'fast-check';
import { decimal, decimals, deviceNumber, integer } from './number.js';
import { refusal } from './testing/refusal.js';

const read = (text: string): number => decimal(text, 0, text.length);

describe('decimal', () => {
  it('reads every number it can hold exactly', () => {
    fc.assert(fc.property(fc.maxSafeNat(), (value) => read(String(value)) === value));
  });
  it.each(['9007199254740991', '9007199254740992', '18446744073709551615', '99999999999999999999'])(
    'saturates %s',
    (text) => {
      expect(read(text)).toBe(Number.MAX_SAFE_INTEGER);
    },
  );
  it.each(['', ' 1', '1 ', '-1', '+1', '0x1', '1e3', '1.0', '١', '100000000000000000000'])(
    'refuses %j',
    (text) => {
      expect(() => read(text)).toThrow(refusal('bad-number'));
    },
  );
});

describe('decimals', () => {
  it.each([
    ['', []],
    [' \t', []],
    ['1', [1]],
    ['\t1\t22  333 ', [1, 22, 333]],
  ])('reads %j', (text, values) => {
    expect(decimals(text, 0, text.length)).toEqual(values);
  });
});

describe('integer', () => {
  it.each([
    ['-1000', -1000],
    ['-0', 0],
    ['7', 7],
    ['-99999999999999999999', -Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, value) => {
    expect(integer(text, 0, text.length)).toBe(value);
  });
  it.each(['-', '--1', '- 1'])('refuses %j', (text) => {
    expect(() => integer(text, 0, text.length)).toThrow(refusal('bad-number'));
  });
});

describe('deviceNumber', () => {
  it('reads both halves', () => {
    expect(deviceNumber('254:16')).toEqual({ major: 254, minor: 16 });
  });
  it.each(['254', '254:', ':16', '254:1:6'])('refuses %j', (text) => {
    expect(() => deviceNumber(text)).toThrow(refusal());
  });
});
