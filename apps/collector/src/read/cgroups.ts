import { isKnown, unreadable, unsupported, type DeviceRule, type Fact, type Posture } from '@shoji/posture';
import { parseCpuMax, parseDevicesList, parseInteger, parseLimitValue } from '@shoji/procfs';
import { byDeviceRule } from './deviceRules.js';
import { lineageOf, type CgroupFiles, type Lineage } from './cgroupFiles.js';
import type { CgroupMounts } from './cgroupMounts.js';
import { readIo } from './cgroupIo.js';
import { lowest, map, own, parsed, type Bound } from './limits.js';

export interface CgroupInput {
  mounts: Fact<CgroupMounts>;
  files: CgroupFiles;
  /** Cgroup of init by controller. */
  paths: ReadonlyMap<string, string>;
  /** Cgroup that the runtime made for the container: at or below it a limit is the container's own. */
  self: string;
}

/** What a cgroup may use and touch, by each controller where it is mounted (cgroup-v2.rst, cgroup-v1/*.rst). */
export type Bounds = Omit<Posture['cgroups'], 'cpu' | 'io' | 'writable'> & {
  cpu: Pick<Posture['cgroups']['cpu'], 'quota' | 'period'>;
};

/** What is divided among siblings rather than bounded; it takes more files than all bounds together. */
export interface Shares {
  io: Posture['cgroups']['io'];
  cpu: Pick<Posture['cgroups']['cpu'], 'weight' | 'cpus'>;
}

/** Effective limits of a container: the tightest of its cgroup and all ancestors. */
export function readBounds(input: CgroupInput): Bounds {
  const memory = lineageIn(input, 'memory');
  return {
    version: map(memory, ({ version }) => version),
    memory: readMemory(input, memory),
    cpu: readBandwidth(input, lineageIn(input, 'cpu')),
    pids: limitAndBound(lowest(input, lineageIn(input, 'pids'), 'pids.max')),
    devices: readDevices(input, lineageIn(input, 'devices')),
  };
}

/** The shares of a container. */
export function readShares(input: CgroupInput): Shares {
  const cpu = lineageIn(input, 'cpu');
  return {
    io: readIo(input, lineageIn(input, 'blkio')),
    cpu: {
      weight: isKnown(cpu) ? weightOf(input, cpu) : cpu,
      cpus: readCpus(input, lineageIn(input, 'cpuset')),
    },
  };
}

const lineageIn = ({ mounts, paths }: CgroupInput, controller: string): Fact<Lineage> =>
  lineageOf(mounts, paths, controller);

/** Controllers whose files say what a container may use and touch; the rest are {@link Shares}. */
const bounding = ['memory', 'cpu', 'pids', 'devices'];

/** Directories of a process's cgroups that bound it, and of all above them: who writes to one may change its limits. */
export function ownCgroupDirectories(
  mounts: Fact<CgroupMounts>,
  paths: ReadonlyMap<string, string>,
): readonly string[] {
  const found = new Set<string>();
  for (const controller of bounding) {
    const lineage = lineageOf(mounts, paths, controller);
    if (isKnown(lineage)) for (const { directory } of lineage.levels) found.add(directory);
  }
  return [...found];
}

const limitAndBound = ({ limit, boundAt }: Bound) => ({ limit, boundAt });

function readMemory(input: CgroupInput, lineage: Fact<Lineage>): Posture['cgroups']['memory'] {
  if (!isKnown(lineage)) return { limit: lineage, swap: lineage, high: lineage, boundAt: lineage };
  if (lineage.version === 2) {
    const max = lowest(input, lineage, 'memory.max');
    const swap = lowest(input, lineage, 'memory.swap.max');
    return {
      limit: max.limit,
      swap:
        max.seen && !swap.seen && isKnown(swap.limit)
          ? unsupported('kernel does not account swap')
          : swap.limit,
      high: lowest(input, lineage, 'memory.high').limit,
      boundAt: max.boundAt,
    };
  }
  const memory = lowest(input, lineage, 'memory.limit_in_bytes');
  const total = lowest(input, lineage, 'memory.memsw.limit_in_bytes');
  const high = unsupported('cgroup v1 has no memory.high');
  return { limit: memory.limit, swap: swapOf(memory, total), high, boundAt: memory.boundAt };
}

/** Version 1 limits memory and swap together. */
function swapOf({ limit, seen }: Bound, total: Bound): Fact<number | null> {
  if (!isKnown(total.limit)) return total.limit;
  if (seen && !total.seen) return unsupported('kernel does not account swap');
  if (total.limit === null) return null;
  return isKnown(limit) ? Math.max(0, total.limit - (limit ?? 0)) : limit;
}

function readBandwidth(input: CgroupInput, lineage: Fact<Lineage>): Bounds['cpu'] {
  if (!isKnown(lineage)) return { quota: lineage, period: lineage };
  let tightest: Bandwidth = null;
  for (const { directory } of lineage.levels) {
    const bandwidth = lineage.version === 2 ? bandwidthV2(input, directory) : bandwidthV1(input, directory);
    if (!isKnown(bandwidth)) return { quota: bandwidth, period: bandwidth };
    if (bandwidth && (!tightest || bandwidth.quota / bandwidth.period < tightest.quota / tightest.period))
      tightest = bandwidth;
  }
  return { quota: tightest?.quota ?? null, period: tightest?.period ?? null };
}

type Bandwidth = { quota: number; period: number } | null;

const bandwidthV2 = ({ files }: CgroupInput, directory: string): Fact<Bandwidth> =>
  map(files.text(directory, 'cpu.max'), (text) => {
    if (text === null) return null;
    return map(parsed(text, parseCpuMax), ({ quota, period }): Bandwidth =>
      quota === null ? null : { quota, period },
    );
  });

const bandwidthV1 = ({ files }: CgroupInput, directory: string): Fact<Bandwidth> =>
  map(files.text(directory, 'cpu.cfs_quota_us'), (text) =>
    map(text === null ? null : parsed(text, parseLimitValue), (quota): Fact<Bandwidth> => {
      if (quota === null) return null;
      return map(files.text(directory, 'cpu.cfs_period_us'), (text) =>
        map(parsed(text ?? '', parseInteger), (period) => ({ quota, period })),
      );
    }),
  );

/** A share of its siblings, so the container's own cgroup says it all. */
function weightOf(input: CgroupInput, lineage: Lineage): Fact<number | null> {
  if (lineage.version === 2) return own(input, lineage, 'cpu.weight', parseInteger);
  const shares = own(input, lineage, 'cpu.shares', parseInteger);
  return map(shares, (value) =>
    value === null ? null : Math.max(1, Math.min(10_000, Math.round((value * 100) / 1024))),
  );
}

/** The list that is in force; the innermost cgroup that has one, as an ancestor's holds where the controller is off. */
function readCpus({ files }: CgroupInput, lineage: Fact<Lineage>): Fact<string | null> {
  if (!isKnown(lineage)) return lineage;
  const name = lineage.version === 2 ? 'cpuset.cpus.effective' : 'cpuset.effective_cpus';
  const all = files.text(lineage.top, name);
  if (!isKnown(all)) return all;
  for (const { directory } of lineage.levels) {
    const text = files.text(directory, name);
    if (!isKnown(text)) return text;
    if (text === null || text.trim() === '') continue;
    // Where nobody tells what the host has, this may be less of it or all.
    return all === null ? unreadable('ENOENT') : text === all ? null : text.trim();
  }
  return null;
}

function readDevices(input: CgroupInput, lineage: Fact<Lineage>): Fact<DeviceRule[]> {
  if (!isKnown(lineage)) return lineage;
  if (lineage.version === 2) return unreadable('cgroup v2 device programs cannot be read');
  // A cgroup allows no more than those above it: the innermost says what is left.
  const [innermost] = lineage.levels;
  const text = input.files.text(innermost?.directory ?? lineage.top, 'devices.list');
  return map(text, (list) =>
    list === null
      ? unreadable('ENOENT')
      : map(parsed(list, parseDevicesList), (rules) => rules.sort(byDeviceRule)),
  );
}
