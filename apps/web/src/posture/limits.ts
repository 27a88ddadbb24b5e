import { bytes, number } from '../words/format';

/** The sixteen resource limits with what they limit and their unit (getrlimit(2)). */
export const rlimits = [
  { id: 'as', what: 'address space', unit: 'bytes' },
  { id: 'core', what: 'core file', unit: 'bytes' },
  { id: 'cpu', what: 'CPU time', unit: 'seconds' },
  { id: 'data', what: 'data segment', unit: 'bytes' },
  { id: 'fsize', what: 'file written', unit: 'bytes' },
  { id: 'locks', what: 'file locks', unit: 'count' },
  { id: 'memlock', what: 'locked memory', unit: 'bytes' },
  { id: 'msgqueue', what: 'message queues', unit: 'bytes' },
  { id: 'nice', what: 'nice ceiling', unit: 'count' },
  { id: 'nofile', what: 'open files', unit: 'count' },
  { id: 'nproc', what: 'processes of the user', unit: 'count' },
  { id: 'rss', what: 'resident memory, no effect', unit: 'bytes' },
  { id: 'rtprio', what: 'real-time priority', unit: 'count' },
  { id: 'rttime', what: 'real-time CPU', unit: 'microseconds' },
  { id: 'sigpending', what: 'queued signals', unit: 'count' },
  { id: 'stack', what: 'stack', unit: 'bytes' },
] as const;

type Unit = (typeof rlimits)[number]['unit'];

/** A resource limit in its unit; null is `unlimited`. */
export function rlimitText(value: number | null, unit: Unit): string {
  if (value === null) return 'unlimited';
  switch (unit) {
    case 'bytes':
      return bytes(value);
    case 'seconds':
      return `${number(value)} s`;
    case 'microseconds':
      return `${number(value)} µs`;
    case 'count':
      return number(value);
  }
}

/** A CPU quota in cores; both in microseconds, null or an unknown period leaves the quota as it is. */
export function quotaText(quota: number | null, period: number | null): string {
  if (quota === null) return 'no limit';
  if (period === null || period === 0) return `${number(quota)} µs a period`;
  const cores = Math.round((quota / period) * 100) / 100;
  return `${cores} ${cores === 1 ? 'core' : 'cores'}`;
}

/** Where a limit binds: the container's own cgroup, an ancestor's path, or nowhere. */
export const boundText = (at: string | null): string =>
  at === null ? 'nowhere' : at === 'self' ? 'its own cgroup' : at;
