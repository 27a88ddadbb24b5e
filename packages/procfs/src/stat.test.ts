import fc from 'fast-check';
import { sleepStat } from './testing/samples.js';
import { isEnding, isKernelThread, parseStat } from './stat.js';
import { refusal } from './testing/refusal.js';

describe('parseStat', () => {
  it('reads the fields that posture needs', () => {
    expect(parseStat(sleepStat)).toEqual({
      pid: 995,
      comm: 'sleep',
      state: 'S',
      ppid: 976,
      flags: 4194560,
      num_threads: 3,
      starttime: 3872,
    });
  });

  it.each([') R 1 2 (', 'a b', '((', '))', ') ', '', '(sd-pam)', 'tmux: server'])(
    'reads the name %j',
    (comm) => {
      expect(parseStat(sleepStat.replace('sleep', comm))).toMatchObject({
        pid: 995,
        comm,
        state: 'S',
        starttime: 3872,
      });
    },
  );

  it('reads back any name as the kernel prints it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (comm) => {
        const printed = comm.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
        expect(parseStat(sleepStat.replace('sleep', () => printed))).toMatchObject({ comm, ppid: 976 });
      }),
    );
  });

  it('refuses every text cut before the field after the start time', () => {
    const whole = sleepStat.indexOf(' 3872 ') + ' 3872 '.length;
    for (let length = 0; length < whole; length += 1) {
      expect(() => parseStat(sleepStat.slice(0, length))).toThrow(refusal());
    }
    expect(parseStat(sleepStat.slice(0, whole)).starttime).toBe(3872);
  });
});

describe('isKernelThread', () => {
  it.each([
    ['kthreadd of Linux 6.1', 2129984, true],
    ['a container init', 4194560, false],
  ])('tells %s', (_, flags, expected) => {
    expect(isKernelThread({ flags })).toBe(expected);
  });
});

describe('isEnding', () => {
  it.each([
    ['a process that sleeps', 4194560, 'S', false],
    ['one in the middle of its exit, still running', 4194564, 'R', true],
    ['one that nobody has waited for', 4194560, 'Z', true],
    ['one that is being removed', 4194560, 'X', true],
  ])('tells %s', (_, flags, state, expected) => {
    expect(isEnding({ flags, state })).toBe(expected);
  });
});
