import fc from 'fast-check';
import { capabilityNames, capabilityTable } from './capabilities.js';
import { refusal } from './testing/refusal.js';

// include/uapi/linux/capability.h, by number, written down a second time on purpose.
const numbers: Record<string, number> = {
  CHOWN: 0,
  DAC_OVERRIDE: 1,
  DAC_READ_SEARCH: 2,
  FOWNER: 3,
  FSETID: 4,
  KILL: 5,
  SETGID: 6,
  SETUID: 7,
  SETPCAP: 8,
  LINUX_IMMUTABLE: 9,
  NET_BIND_SERVICE: 10,
  NET_BROADCAST: 11,
  NET_ADMIN: 12,
  NET_RAW: 13,
  IPC_LOCK: 14,
  IPC_OWNER: 15,
  SYS_MODULE: 16,
  SYS_RAWIO: 17,
  SYS_CHROOT: 18,
  SYS_PTRACE: 19,
  SYS_PACCT: 20,
  SYS_ADMIN: 21,
  SYS_BOOT: 22,
  SYS_NICE: 23,
  SYS_RESOURCE: 24,
  SYS_TIME: 25,
  SYS_TTY_CONFIG: 26,
  MKNOD: 27,
  LEASE: 28,
  AUDIT_WRITE: 29,
  AUDIT_CONTROL: 30,
  SETFCAP: 31,
  MAC_OVERRIDE: 32,
  MAC_ADMIN: 33,
  SYSLOG: 34,
  WAKE_ALARM: 35,
  BLOCK_SUSPEND: 36,
  AUDIT_READ: 37,
  PERFMON: 38,
  BPF: 39,
  CHECKPOINT_RESTORE: 40,
};

describe('capabilityNames', () => {
  it.each(Object.entries(numbers))('calls CAP_%s bit %i, and no other', (name, bit) => {
    expect(capabilityNames(1n << BigInt(bit), 40)).toEqual([`CAP_${name}`]);
  });

  it('knows 41 capabilities', () => {
    expect(capabilityTable).toHaveLength(41);
    expect(capabilityNames((1n << 41n) - 1n, 40)).toEqual([...capabilityTable]);
  });

  it.each([
    ['nothing', 0n, 40, []],
    ['a bit past the table', 1n << 41n, 41, ['CAP_41']],
    ['the last bit there is', 1n << 63n, 63, ['CAP_63']],
    [
      'bits past the last capability of the kernel',
      0xffffffffffffffffn,
      2,
      ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_DAC_READ_SEARCH'],
    ],
  ])('reads %s', (_, mask, lastCap, names) => {
    expect(capabilityNames(mask, lastCap)).toEqual(names);
  });

  it("names docker's default fourteen", () => {
    expect(capabilityNames(0xa80425fbn, 40).map((name) => name.slice(4))).toEqual([
      'CHOWN',
      'DAC_OVERRIDE',
      'FOWNER',
      'FSETID',
      'KILL',
      'SETGID',
      'SETUID',
      'SETPCAP',
      'NET_BIND_SERVICE',
      'NET_RAW',
      'SYS_CHROOT',
      'MKNOD',
      'AUDIT_WRITE',
      'SETFCAP',
    ]);
  });

  it('names exactly the bits set', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(63)), (bits) => {
        const mask = bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
        const expected = bits.sort((a, b) => a - b).map((bit) => capabilityTable[bit] ?? `CAP_${bit}`);
        expect(capabilityNames(mask)).toEqual(expected);
      }),
    );
  });

  it.each([-1, 64, 1.5, NaN])('refuses %d as a last capability', (lastCap) => {
    expect(() => capabilityNames(0n, lastCap)).toThrow(refusal('bad-number'));
  });
});
