import { printable, table } from './table.js';

describe('table', () => {
  it('says so when there is nothing to show', () => {
    expect(table([], false)).toContain('No containers on this host.');
  });
});

describe('printable', () => {
  it.each([
    ['\u001b[31mred\u0007', '\\u{1b}[31mred\\u{7}'],
    ['a\u202eb\nc\u009b', 'a\\u{202e}b\\u{a}c\\u{9b}'],
    ['<img src=x> 障子', '<img src=x> 障子'],
  ])('writes out what a terminal would obey in %j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
