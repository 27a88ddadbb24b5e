import { ProcfsError, quote } from './errors.js';
import { lines, singleLine } from './lines.js';
import { decimal, integer } from './number.js';

/** Boot time in seconds since the epoch, from /proc/stat (proc_stat(5)). @throws ProcfsError */
export function parseBtime(text: string): number {
  return number(text, '\nbtime ', '\n', '/proc/stat');
}

/** Memory of the machine in bytes, from /proc/meminfo (proc_meminfo(5)). @throws ProcfsError */
export function parseMeminfoTotal(text: string): number {
  const kibibytes = number(text, 'MemTotal:', ' kB\n', '/proc/meminfo');
  if (kibibytes > Number.MAX_SAFE_INTEGER / 1024)
    throw new ProcfsError('bad-number', `MemTotal: ${kibibytes} kB`);
  return kibibytes * 1024;
}

/** /proc/sys/kernel/random/boot_id: a lower-case UUID. @throws ProcfsError */
export function parseBootId(text: string): string {
  const line = singleLine(text, 'boot_id');
  if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(line)) {
    throw new ProcfsError('malformed', `not a boot id: ${quote(line)}`);
  }
  return line;
}

/** A file of one whole number: a sysctl, `cap_last_cap`, `oom_score_adj`. Saturates at ±(2^53-1). @throws ProcfsError */
export function parseInteger(text: string): number {
  const line = singleLine(text, 'the file');
  return integer(line, 0, line.length);
}

/** `cgroup.procs` or `cgroup.threads`: pids, 0 for each one outside of the reader's PID namespace. @throws ProcfsError */
export function parsePids(text: string): number[] {
  return lines(text).map((line) => decimal(line, 0, line.length));
}

/** /sys/kernel/security/lsm: the active security modules in order of initialisation, `capability` among them. @throws ProcfsError */
export function parseLsmList(text: string): string[] {
  const line = singleLine(text, '/sys/kernel/security/lsm');
  if (!/^[a-z0-9_]+(?:,[a-z0-9_]+)*$/.test(line)) {
    throw new ProcfsError('malformed', `not a list of security modules: ${quote(line)}`);
  }
  return line.split(',');
}

/** /sys/kernel/security/lockdown: the chosen one of `[none] integrity confidentiality` (kernel_lockdown(7)). @throws ProcfsError */
export function parseLockdown(text: string): 'none' | 'integrity' | 'confidentiality' {
  const line = singleLine(text, '/sys/kernel/security/lockdown');
  const chosen = (['none', 'integrity', 'confidentiality'] as const).find((level) =>
    line.includes(`[${level}]`),
  );
  if (chosen === undefined) throw new ProcfsError('malformed', `no lockdown level: ${quote(line)}`);
  return chosen;
}

function number(text: string, before: string, after: string, file: string): number {
  const found = text.indexOf(before);
  const start = found + before.length;
  const end = text.indexOf(after, start);
  if (found < 0 || end < 0)
    throw new ProcfsError('missing-field', `${file} has no ${quote(before)}: ${quote(text)}`);
  const digits = text.slice(start, end).trimStart();
  return decimal(digits, 0, digits.length);
}
