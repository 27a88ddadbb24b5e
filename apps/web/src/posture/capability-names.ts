/** Every capability of Linux 6 by bit number, without `CAP_` (capabilities(7), linux/capability.h). */
export const capabilityNames = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
] as const;

/** What the common runtimes grant unless told otherwise (moby's oci/caps/defaults.go). */
export const defaultCapabilities: ReadonlySet<string> = new Set([
  'CHOWN',
  'DAC_OVERRIDE',
  'FSETID',
  'FOWNER',
  'MKNOD',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SETFCAP',
  'SETPCAP',
  'NET_BIND_SERVICE',
  'SYS_CHROOT',
  'KILL',
  'AUDIT_WRITE',
]);

/** The columns of the matrix: every capability of the kernel, and behind them those this build has no name for. */
export function capabilityColumns(held: readonly (readonly string[])[]): string[] {
  const known: readonly string[] = capabilityNames;
  const extra = new Set(
    held
      .flat()
      .map(bare)
      .filter((name) => !known.includes(name)),
  );
  return [...known, ...[...extra].sort()];
}

/** A capability's name without `CAP_`; a bit without a name keeps the prefix: `CAP_41`. */
export const bare = (name: string): string => (/^CAP_\d+$/.test(name) ? name : name.replace(/^CAP_/, ''));
