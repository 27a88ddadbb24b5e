import { ProcfsError } from './errors.js';

/** The capabilities in the order of their bits (include/uapi/linux/capability.h, capabilities(7)). */
export const capabilityTable = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_DAC_READ_SEARCH',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_LINUX_IMMUTABLE',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_BROADCAST',
  'CAP_NET_ADMIN',
  'CAP_NET_RAW',
  'CAP_IPC_LOCK',
  'CAP_IPC_OWNER',
  'CAP_SYS_MODULE',
  'CAP_SYS_RAWIO',
  'CAP_SYS_CHROOT',
  'CAP_SYS_PTRACE',
  'CAP_SYS_PACCT',
  'CAP_SYS_ADMIN',
  'CAP_SYS_BOOT',
  'CAP_SYS_NICE',
  'CAP_SYS_RESOURCE',
  'CAP_SYS_TIME',
  'CAP_SYS_TTY_CONFIG',
  'CAP_MKNOD',
  'CAP_LEASE',
  'CAP_AUDIT_WRITE',
  'CAP_AUDIT_CONTROL',
  'CAP_SETFCAP',
  'CAP_MAC_OVERRIDE',
  'CAP_MAC_ADMIN',
  'CAP_SYSLOG',
  'CAP_WAKE_ALARM',
  'CAP_BLOCK_SUSPEND',
  'CAP_AUDIT_READ',
  'CAP_PERFMON',
  'CAP_BPF',
  'CAP_CHECKPOINT_RESTORE',
] as const;

/**
 * The names of the bits set in `mask`, in bit order; a bit past the table is `CAP_<number>`. Bits past `lastCap`
 * (/proc/sys/kernel/cap_last_cap) mean nothing to that kernel and are left out. @throws ProcfsError `bad-number`
 */
export function capabilityNames(mask: bigint, lastCap = 63): string[] {
  if (!Number.isInteger(lastCap) || lastCap < 0 || lastCap > 63) {
    throw new ProcfsError('bad-number', `not the number of a capability: ${lastCap}`);
  }
  const low = Number(mask & 0xffffffffn);
  const high = Number((mask >> 32n) & 0xffffffffn);
  const names: string[] = [];
  for (let bit = 0; bit <= lastCap; bit += 1) {
    const half = bit < 32 ? low : high;
    if (((half >>> (bit & 31)) & 1) === 1) names.push(capabilityTable[bit] ?? `CAP_${bit}`);
  }
  return names;
}
