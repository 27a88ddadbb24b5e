import { ProcfsError } from './errors.js';
import fc from 'fast-check';
import { parseIdMap } from './id-map.js';
import { refusal } from './testing/refusal.js';

describe('parseIdMap', () => {
  it.each([
    ['the identity', '         0          0 4294967295\n', [[0, 0, 4294967295]]],
    ['docker userns-remap', '         0     300000      65536\n', [[0, 300000, 65536]]],
    [
      'podman keep-id',
      '         0     100000       1000\n      1000       1000          1\n      1001     101000      64536\n',
      [
        [0, 100000, 1000],
        [1000, 1000, 1],
        [1001, 101000, 64536],
      ],
    ],
    ['a namespace nobody has mapped yet', '', []],
  ])('reads %s', (_, text, ranges) => {
    expect(parseIdMap(text)).toEqual(ranges.map(([inside, outside, size]) => ({ inside, outside, size })));
  });

  it.each([
    ['0 0 1', 'truncated'],
    ['0 0\n', 'malformed'],
    ['0 0 1 1\n', 'malformed'],
    ['\n', 'malformed'],
    ['0 0 x\n', 'bad-number'],
    ['0 -1 1\n', 'bad-number'],
  ])('refuses %j', (text, code) => {
    expect(() => parseIdMap(text)).toThrow(refusal(code));
  });

  it('reads back what the kernel prints', () => {
    const id = fc.nat(0xffffffff);
    fc.assert(
      fc.property(fc.array(fc.record({ inside: id, outside: id, size: id })), (ranges) => {
        const column = (value: number): string => String(value).padStart(10);
        const text = ranges
          .map((r) => `${column(r.inside)} ${column(r.outside)} ${column(r.size)}\n`)
          .join('');
        expect(parseIdMap(text)).toEqual(ranges);
      }),
    );
  });

  it('refuses ids of more than 32 bits', () => {
    expect(() => parseIdMap('0 4294967296 1\n')).toThrow(ProcfsError);
    expect(parseIdMap('0 0 4294967295\n')).toHaveLength(1);
  });
});
