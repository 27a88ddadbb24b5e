import fc from 'fast-check';
import { dockerStatus } from './testing/samples.js';
import { parseStatus } from './status.js';
import { refusal } from './testing/refusal.js';

const without = (...keys: string[]): string =>
  dockerStatus
    .split('\n')
    .filter((line) => !keys.some((key) => line.startsWith(`${key}:`)))
    .join('\n');
const withLine = (key: string, value: string): string =>
  dockerStatus.replace(new RegExp(`^${key}:.*$`, 'm'), () => `${key}:\t${value}`);

describe('parseStatus', () => {
  it('reads the lines that posture needs', () => {
    expect(parseStatus(dockerStatus)).toEqual({
      Name: 'sleep',
      State: 'S',
      Tgid: 995,
      Pid: 995,
      PPid: 976,
      TracerPid: 0,
      Uid: [0, 1, 2, 3],
      Gid: [4, 5, 6, 7],
      Groups: [0, 10],
      NStgid: [995, 1],
      NSpid: [995, 1],
      Kthread: null,
      Threads: 3,
      CapInh: 0n,
      CapPrm: 0xa80425fbn,
      CapEff: 0xa80425f9n,
      CapBnd: 0x1ffffffffffn,
      CapAmb: 0x400n,
      NoNewPrivs: true,
      Seccomp: 2,
      Seccomp_filters: 14,
    });
  });

  it('gives null, never 0, for the lines a kernel does not print', () => {
    const old = parseStatus(without('NStgid', 'NSpid', 'CapAmb', 'NoNewPrivs', 'Seccomp', 'Seccomp_filters'));
    expect(old).toMatchObject({
      NStgid: null,
      NSpid: null,
      Kthread: null,
      CapAmb: null,
      NoNewPrivs: null,
      Seccomp: null,
      Seccomp_filters: null,
      CapBnd: 0x1ffffffffffn,
    });
  });

  it.each([
    'State',
    'Tgid',
    'Pid',
    'PPid',
    'TracerPid',
    'Uid',
    'Gid',
    'Groups',
    'Threads',
    'CapInh',
    'CapPrm',
    'CapEff',
    'CapBnd',
  ])('refuses a text without %s, which every kernel prints', (key) => {
    expect(() => parseStatus(without(key))).toThrow(refusal('missing-field'));
  });

  it.each([
    ['Kthread', '1', { Kthread: true }],
    ['Groups', ' ', { Groups: [] }],
    ['State', 'Z (zombie)', { State: 'Z' }],
    ['NSpid', '12\t7\t1', { NSpid: [12, 7, 1] }],
    ['Seccomp', '0', { Seccomp: 0 }],
    ['Uid', '4294967295\t65534\t0\t0', { Uid: [4294967295, 65534, 0, 0] }],
    ['Name', 'a\\nCapEff:\\t0\\\\', { Name: 'a\nCapEff:\\t0\\' }],
    ['Name', '', { Name: '' }],
    ['Name', 'Uid:\t0', { Name: 'Uid:\t0' }],
  ])('reads %s %j', (key, value, expected) => {
    const text =
      key === 'Kthread' ? dockerStatus.replace('VmPeak', `Kthread:\t${value}\nVmPeak`) : withLine(key, value);
    expect(parseStatus(text)).toMatchObject(expected);
  });

  it.each([
    ['CapEff', '00000000a80425', 'bad-number'],
    ['CapEff', '00000000A80425FB', 'bad-number'],
    ['CapEff', '', 'bad-number'],
    ['Pid', '', 'bad-number'],
    ['Pid', '0x10', 'bad-number'],
    ['Uid', '0\t0\t0', 'malformed'],
    ['Uid', '0\t0\t0\t0\t0', 'malformed'],
    ['NSpid', '', 'missing-field'],
    ['NoNewPrivs', '2', 'malformed'],
    ['State', '', 'malformed'],
  ])('refuses %s %j', (key, value, code) => {
    expect(() => parseStatus(withLine(key, value))).toThrow(refusal(code));
  });

  it('reads its lines in any order', () => {
    const [name, ...rest] = dockerStatus.trimEnd().split('\n');
    expect(parseStatus([name, ...rest.reverse(), ''].join('\n'))).toEqual(parseStatus(dockerStatus));
  });

  it('never takes a cut text for a whole one: each cut inside a line is refused', () => {
    fc.assert(
      fc.property(fc.nat(dockerStatus.length - 1), (length) => {
        const cut = dockerStatus.slice(0, length);
        if (cut.endsWith('\n')) return;
        expect(() => parseStatus(cut)).toThrow(refusal());
      }),
    );
  });

  it('reads back any mask and any name as the kernel prints them', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.string({ maxLength: 15 }), (mask, name) => {
        const printed = name.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
        const text = withLine('CapBnd', mask.toString(16).padStart(16, '0')).replace(
          'Name:\tsleep',
          () => `Name:\t${printed}`,
        );
        expect(parseStatus(text)).toMatchObject({ Name: name, CapBnd: mask, CapEff: 0xa80425f9n });
      }),
    );
  });
});
