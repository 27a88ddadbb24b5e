import { columns, fit, pad, printable, wrap } from './text.js';

describe('printable', () => {
  it.each([
    ['\u001b[31mred\u0007', '\\u{1b}[31mred\\u{7}'],
    ['a\u202eb\nc\u009b', 'a\\u{202e}b\\u{a}c\\u{9b}'],
    ['in\u200bvi\u3164s\ue000i\ud800ble', 'in\\u{200b}vi\\u{3164}s\\u{e000}i\\u{d800}ble'],
    ['<img src=x> 障子', '<img src=x> 障子'],
  ])('writes out what a terminal would obey in %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe('columns', () => {
  it.each([
    ['web', 3],
    ['障子', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['🦊', 2],
    ['', 0],
  ])('counts those of %j', (text, count) => {
    expect(columns(text)).toBe(count);
  });
});

describe('fit', () => {
  it.each([
    ['web', 3, 'web'],
    ['webserver', 4, 'web…'],
    ['障子障子', 5, '障子…'],
    ['障子障子', 4, '障…'],
  ])('cuts %j to %d columns', (text, width, shown) => {
    expect(fit(text, width)).toBe(shown);
    expect(columns(fit(text, width))).toBeLessThanOrEqual(width);
  });
});

it('pads by columns, not by characters', () => {
  expect(`${pad('障', 4)}|`).toBe('障  |');
});

it('wraps between words and never loses one', () => {
  expect(wrap('one two three-and-four five', 8)).toEqual(['one two', 'three-and-four', 'five']);
  expect(wrap('one two', Infinity)).toEqual(['one two']);
});
