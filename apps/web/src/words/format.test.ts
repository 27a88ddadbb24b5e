import { bytes, countWord, duration, number, percent, plural } from './format';

describe('number', () => {
  it.each([
    [0, '0'],
    [100312, '100,312'],
    [-13, '−13'],
  ])('writes %d as %s', (value, shown) => expect(number(value)).toBe(shown));
});

describe('plural', () => {
  it.each([
    [0, '0 hosts'],
    [1, '1 host'],
    [1486, '1,486 hosts'],
  ])('writes %d as %s', (value, shown) => expect(plural(value, 'host')).toBe(shown));
});

describe('percent', () => {
  it.each([
    [0, 0, '0 %'],
    [0, 10, '0 %'],
    [1204, 100312, '1.2 %'],
    [1, 100000, 'under 0.1 %'],
    [99999, 100000, '99.9 %'],
    [10, 10, '100 %'],
    [1, 3, '33 %'],
  ])('writes %d of %d as %s', (part, whole, shown) => expect(percent(part, whole)).toBe(shown));
});

describe('duration', () => {
  const s = 1000;
  it.each([
    [-5, '0 s'],
    [9 * s, '9 s'],
    [60 * s, '1 min'],
    [41 * 60 * s, '41 min'],
    [3.5 * 3600 * s, '3 h 30 min'],
    [3 * 3600 * s, '3 h'],
    [20.5 * 3600 * s, '20 h'],
    [12 * 86400 * s, '12 d'],
  ])('writes %d ms as %s', (value, shown) => expect(duration(value)).toBe(shown));
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [67108864, '64 MiB'],
    [1610612736, '1.5 GiB'],
    [5 * 2 ** 60, '5 EiB'],
  ])('writes %d as %s', (value, shown) => expect(bytes(value)).toBe(shown));
});

describe('countWord', () => {
  it.each([
    [0, 'No'],
    [5, 'Five'],
    [9, '9'],
  ])('writes %d as %s', (value, word) => expect(countWord(value)).toBe(word));
});
