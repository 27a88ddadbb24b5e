import { mkdirSync, readFileSync } from 'node:fs';

/** Makes a cgroup for those of a measurement, where the collector watches: in the hierarchy of pids, or the only one. */
export function makeParent(): string {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  const pids = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup \S+ \S*\bpids\b/m.exec(mounts)?.[1];
  const parent = `${pids ?? '/sys/fs/cgroup'}/shoji-bench-${process.pid}`;
  mkdirSync(parent);
  return parent;
}
