import { isKnown, type Fact } from '@shoji/posture';
import { parseCpuMax, parseLimitValue } from '@shoji/procfs';
import { lineageOf, type CgroupFiles } from './cgroupFiles.js';
import type { CgroupMounts } from './cgroupMounts.js';
import { parsed } from './limits.js';
import type { ProcessCgroups } from './processes.js';

const bounded = (text: string): boolean => {
  const value = parsed(text, parseLimitValue);
  return isKnown(value) && value !== null;
};
const throttled = (text: string): boolean => {
  const bandwidth = parsed(text, parseCpuMax);
  return isKnown(bandwidth) && bandwidth.quota !== null;
};
const named = (text: string): boolean => text.trim() !== '';

/** Files of a cgroup that bound what is in it, and how each says so (cgroup-v2.rst, cgroup-v1/*.rst). */
const limits: [controller: string, version: 1 | 2, file: string, limits: (text: string) => boolean][] = [
  ['memory', 2, 'memory.max', bounded],
  ['memory', 2, 'memory.high', bounded],
  ['memory', 1, 'memory.limit_in_bytes', bounded],
  ['cpu', 2, 'cpu.max', throttled],
  ['cpu', 1, 'cpu.cfs_quota_us', bounded],
  ['pids', 2, 'pids.max', bounded],
  ['pids', 1, 'pids.max', bounded],
  ['cpuset', 2, 'cpuset.cpus', named],
  ['blkio', 2, 'io.max', named],
];

/** As walls of processes are looked at: in the first readings of a cgroup, then in every sixteenth. */
const settledAfter = 3;
const refreshEvery = 16;

interface Kept {
  since: number;
  readAt: number;
  path: string | null;
}

/** Finds the cgroup that limits a process of the host; keeps what it found by the process's cgroups. */
export class HostLimits {
  readonly #kept = new WeakMap<ProcessCgroups, Kept>();
  #reading = 0;
  #mounts: Fact<CgroupMounts> | null = null;
  #files: CgroupFiles | null = null;

  begin(mounts: Fact<CgroupMounts>, files: CgroupFiles): void {
    this.#reading += 1;
    this.#mounts = mounts;
    this.#files = files;
  }

  /** Path of the innermost cgroup of the process that has a limit of its own; `null` = none, or none that can be read. */
  cgroupOf(cgroups: ProcessCgroups): string | null {
    const kept = this.#kept.get(cgroups);
    const age = this.#reading - (kept?.since ?? this.#reading);
    const stands = age >= settledAfter && (this.#reading + cgroups.path.length) % refreshEvery !== 0;
    if (kept && (kept.readAt === this.#reading || stands)) return kept.path;
    const path = this.#find(cgroups);
    this.#kept.set(cgroups, { since: kept?.since ?? this.#reading, readAt: this.#reading, path });
    return path;
  }

  #find({ paths }: ProcessCgroups): string | null {
    let innermost: string | null = null;
    for (const [controller, version, file, isLimit] of limits) {
      const lineage = this.#mounts && lineageOf(this.#mounts, paths, controller);
      if (!lineage || !isKnown(lineage) || lineage.version !== version) continue;
      const level = lineage.levels.find(({ path, directory }) => {
        if (isShared(path) || (file === 'pids.max' && isUnit(path))) return false;
        const text = this.#files?.text(directory, file);
        return typeof text === 'string' && isLimit(text);
      });
      if (level && level.path.length > (innermost?.length ?? 0)) innermost = level.path;
    }
    return innermost;
  }
}

/** A slice bounds all that an administrator put below it, no single program. */
const isShared = (path: string): boolean => path.endsWith('.slice');

/** systemd gives each of its units a number of tasks (`DefaultTasksMax`): that makes none of them a sandbox. */
const isUnit = (path: string): boolean => /\.(?:service|scope)$/.test(path);
