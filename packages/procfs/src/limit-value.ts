import { ProcfsError, quote } from './errors.js';
import { singleLine } from './lines.js';
import { decimal, decimalOrMax } from './number.js';

/**
 * cgroup v1 has no word for "unlimited": it prints the greatest signed 64-bit number, rounded down to whole pages of 4 KiB
 * (9223372036854771712) to 1 GiB (huge pages). No machine has that much to limit.
 */
const unlimitedFrom = 2 ** 63 - 2 ** 30;

/**
 * A cgroup limit file of one value (`memory.max`, `pids.max`, v1 `memory.limit_in_bytes`, `cpu.cfs_quota_us`): null =
 * no limit (`max`, v1's greatest numbers, -1). Above 2^53-1 it saturates to MAX_SAFE_INTEGER. @throws ProcfsError
 */
export function parseLimitValue(text: string): number | null {
  const line = singleLine(text, 'the limit file');
  if (line === 'max' || line === '-1') return null;
  const value = decimal(line, 0, line.length);
  return value === Number.MAX_SAFE_INTEGER && Number(line) >= unlimitedFrom ? null : value;
}

export interface CpuMax {
  /** Microseconds a period; null = no limit. */
  quota: number | null;
  /** Microseconds. */
  period: number;
}

/** cgroup v2 `cpu.max`, `50000 100000` (Documentation/admin-guide/cgroup-v2.rst). @throws ProcfsError */
export function parseCpuMax(text: string): CpuMax {
  const line = singleLine(text, 'cpu.max');
  const [quota, period, ...rest] = line.split(' ');
  if (quota === undefined || period === undefined || rest.length > 0) {
    throw new ProcfsError('malformed', `not a quota and a period: ${quote(line)}`);
  }
  return { quota: decimalOrMax(quota), period: decimal(period, 0, period.length) };
}
