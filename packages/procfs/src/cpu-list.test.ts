import { countCpus, parseCpuList } from './cpu-list.js';
import { refusal } from './testing/refusal.js';

describe('parseCpuList', () => {
  it.each([
    ['', [], 0],
    ['\n', [], 0],
    ['0\n', [{ first: 0, last: 0 }], 1],
    [
      '0-3,8\n',
      [
        { first: 0, last: 3 },
        { first: 8, last: 8 },
      ],
      5,
    ],
    ['0-4294967295', [{ first: 0, last: 4294967295 }], 4294967296],
  ])('reads %j', (text, ranges, count) => {
    expect(parseCpuList(text)).toEqual(ranges);
    expect(countCpus(ranges)).toBe(count);
  });
  it.each(['3-1\n', '0-\n', '-1\n', '0,,1\n', '0,\n', '0-1-2\n', 'all\n', '0\n1\n'])('refuses %j', (text) => {
    expect(() => parseCpuList(text)).toThrow(refusal());
  });
});
