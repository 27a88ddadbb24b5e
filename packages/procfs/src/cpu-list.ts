import { ProcfsError, quote } from './errors.js';
import { decimal } from './number.js';

/** CPUs or memory nodes from `first` to `last`, both included. */
export interface CpuRange {
  first: number;
  last: number;
}

/** A list as `cpuset.cpus` and /sys/devices/system/cpu/online print it, `0-3,8`; empty = none. @throws ProcfsError */
export function parseCpuList(text: string): CpuRange[] {
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (line === '') return [];
  return line.split(',').map((part) => {
    const dash = part.indexOf('-');
    const first = decimal(part, 0, dash < 0 ? part.length : dash);
    const last = dash < 0 ? first : decimal(part, dash + 1, part.length);
    if (last < first) throw new ProcfsError('malformed', `not a CPU range: ${quote(part)}`);
    return { first, last };
  });
}

/** How many CPUs a list names. */
export function countCpus(ranges: readonly CpuRange[]): number {
  return ranges.reduce((count, { first, last }) => count + last - first + 1, 0);
}
