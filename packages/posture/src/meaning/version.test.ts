import fc from 'fast-check';
import { isAtLeast, isMended, parseRelease } from './version.js';

describe('parseRelease', () => {
  it.each([
    ['6.1.0-56-amd64', [6, 1, 0], '-56-amd64'],
    ['v1.7.13', [1, 7, 13], ''],
    ['1.1.5+ds1-1+deb12u1', [1, 1, 5], '+ds1-1+deb12u1'],
    ['20.10', [20, 10, 0], ''],
  ])('reads %s', (text, numbers, vendor) => expect(parseRelease(text)).toEqual({ numbers, vendor }));

  it.each(['', 'unknown', 'x1.2', '1'])('finds no release in %j', (text) =>
    expect(parseRelease(text)).toBeNull(),
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRelease(text)));
  });
});

describe('isAtLeast', () => {
  it.each([
    ['1.1.12', true],
    ['1.1.11', false],
    ['1.2.0', true],
    ['1.0.99', false],
    ['2.0.0', true],
  ])('holds %s against 1.1.12', (text, expected) =>
    expect(isAtLeast(parseRelease(text)!, [1, 1, 12])).toBe(expected),
  );
});

describe('isMended', () => {
  const fixes = [
    [5, 10, 97],
    [5, 15, 20],
    [5, 16, 6],
  ] as const;
  it.each([
    ['5.10.96', false],
    ['5.10.97', true],
    ['5.15.19', false],
    ['5.16.6', true],
    ['5.17.0', true],
    ['5.11.22', false],
    ['4.19.300', false],
  ])('tells of %s whether its line has the fix', (text, expected) =>
    expect(isMended(parseRelease(text)!, fixes)).toBe(expected),
  );
});
