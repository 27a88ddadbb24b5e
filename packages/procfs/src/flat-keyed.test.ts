import { parseFlatKeyed } from './flat-keyed.js';
import { refusal } from './testing/refusal.js';

describe('parseFlatKeyed', () => {
  it.each<[string, [string, number][]]>([
    ['', []],
    [
      'anon 4096\nfile 0\n',
      [
        ['anon', 4096],
        ['file', 0],
      ],
    ],
    [
      'default 100\n8:16 200\n',
      [
        ['default', 100],
        ['8:16', 200],
      ],
    ],
    ['__proto__ 1\n', [['__proto__', 1]]],
  ])('reads %j', (text, entries) => {
    expect([...parseFlatKeyed(text)]).toEqual(entries);
  });
  it.each([
    ['anon 40', 'truncated'],
    ['anon\n', 'malformed'],
    [' 1\n', 'malformed'],
    ['anon max\n', 'bad-number'],
    ['anon \n', 'bad-number'],
  ])('refuses %j', (text, code) => {
    expect(() => parseFlatKeyed(text)).toThrow(refusal(code));
  });
});
