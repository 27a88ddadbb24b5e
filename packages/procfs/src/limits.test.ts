import fc from 'fast-check';
import { parseLimits, type Limits } from './limits.js';
import { dockerLimits } from './testing/samples.js';
import { refusal } from './testing/refusal.js';

const print = (label: string, soft: string, hard: string): string =>
  `${label.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} files     `;
const withFiles = (soft: string, hard: string): string =>
  dockerLimits.replace(/^Max open files.*$/m, print('Max open files', soft, hard));

describe('parseLimits', () => {
  it('reads all sixteen', () => {
    expect(parseLimits(dockerLimits)).toEqual({
      cpu: { soft: null, hard: null },
      fsize: { soft: null, hard: null },
      data: { soft: null, hard: null },
      stack: { soft: 8388608, hard: null },
      core: { soft: 0, hard: null },
      rss: { soft: null, hard: null },
      nproc: { soft: 15622, hard: 15623 },
      nofile: { soft: 100, hard: 200 },
      memlock: { soft: 8388608, hard: 8388608 },
      as: { soft: null, hard: null },
      locks: { soft: null, hard: null },
      sigpending: { soft: 15622, hard: 15622 },
      msgqueue: { soft: 819200, hard: 819200 },
      nice: { soft: 0, hard: 0 },
      rtprio: { soft: 0, hard: 0 },
      rttime: { soft: null, hard: null },
    } satisfies Limits);
  });

  it('reads back any limit as the kernel prints it, saturated at 2^53-1', () => {
    const limit = fc.option(fc.bigInt(0n, 2n ** 64n - 2n));
    const saturated = (value: bigint | null): number | null =>
      value === null ? null : Math.min(Number(value), Number.MAX_SAFE_INTEGER);
    const printed = (value: bigint | null): string => (value === null ? 'unlimited' : String(value));
    fc.assert(
      fc.property(limit, limit, (soft, hard) => {
        const { nofile } = parseLimits(withFiles(printed(soft), printed(hard)));
        expect(nofile).toEqual({ soft: saturated(soft), hard: saturated(hard) });
      }),
    );
  });

  it('skips a limit it does not know', () => {
    const text = dockerLimits.replace(
      'Max open files',
      `${print('Max open doors', '1', '2')}\nMax open files`,
    );
    expect(parseLimits(text)).toEqual(parseLimits(dockerLimits));
  });

  it('refuses a text without one of them', () => {
    const rows = dockerLimits.split('\n');
    for (let row = 1; row <= 16; row += 1) {
      const text = rows.filter((_, index) => index !== row).join('\n');
      expect(() => parseLimits(text)).toThrow(refusal('missing-field'));
    }
  });

  it.each([
    ['0x10', '1'],
    ['1', 'bytes'],
    ['-1', '1'],
    ['', ''],
    ['unlimitedly', '1'],
    ['1', 'unlimite'],
  ])('refuses %j and %j', (soft, hard) => {
    expect(() => parseLimits(withFiles(soft, hard))).toThrow(refusal('bad-number'));
  });

  it('refuses every cut text', () => {
    for (let length = 0; length < dockerLimits.length; length += 1) {
      expect(() => parseLimits(dockerLimits.slice(0, length))).toThrow(refusal());
    }
  });
});
