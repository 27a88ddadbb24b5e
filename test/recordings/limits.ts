/** What the cgroups of a recorded container come to: the independent reader's figures, and what it left in the files. */
import { readFileSync } from 'node:fs';
import type { DeviceRule } from '@shoji/posture';
import type { ExpectedContainer } from './expected.js';
import { stable } from './mapping.js';

/** Cgroup of a controller on version 1, by the lines of `/proc/PID/cgroup`; of all on version 2. */
export function cgroupOf({ cgroup }: ExpectedContainer, controller: string): string {
  const paths = cgroup.map((line) => /^\d+:([^:]*):(.*)$/.exec(line)!.slice(1) as [string, string]);
  const found =
    paths.find(([names]) => names.split(',').includes(controller)) ?? paths.find(([names]) => names === '');
  return found![1];
}

/** The lowest value of a limit over a cgroup and its ancestors, straight from the recorded files. */
function tightest(directory: string, path: string, file: string): number | null {
  let lowest: number | null = null;
  for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    const value = readFileSync(`${directory}/${at}/${file}`, 'utf8').trim();
    // What version 1 calls none is as large as pages go.
    if (value !== 'max' && Number(value) < 2 ** 62) lowest = Math.min(lowest ?? Infinity, Number(value));
  }
  return lowest;
}

/** `Posture.cgroups` as the recording has it, but for the bandwidth, which is a ratio. `own` is what its runtime made. */
export function expectedCgroups(directory: string, kernel: ExpectedContainer, own: string) {
  const { limits, mounts } = kernel;
  const root = `${directory}/fs/sys/fs/cgroup`;
  const isOne = limits.memory_memsw !== undefined;
  const at = (path: string | null, controller: string) =>
    path === null || (path !== own && path !== cgroupOf(kernel, controller) && !path.startsWith(`${own}/`))
      ? path && stable(path)
      : 'self';
  const bounds = {
    memory: { limit: limits.memory_effective, boundAt: at(limits.memory_effective_at, 'memory') },
    pids: { limit: limits.pids_effective, boundAt: at(limits.pids_effective_at, 'pids') },
    // Wherever it sees a cgroup file system, not only where runtimes mount it.
    writable:
      Object.values(mounts.cgroup_mount).includes('rw') ||
      mounts.host_mounts.some(({ fs, readonly }) => fs.startsWith('cgroup') && !readonly),
  };
  if (!isOne)
    return {
      ...bounds,
      version: 2,
      memory: {
        ...bounds.memory,
        swap: tightest(root, cgroupOf(kernel, 'memory'), 'memory.swap.max'),
        high: limits.memory_high,
      },
      weight: limits.cpu_weight,
      devices: { unreadable: 'cgroup v2 device programs cannot be read' },
    };
  const both = tightest(`${root}/memory`, cgroupOf(kernel, 'memory'), 'memory.memsw.limit_in_bytes');
  const list = readFileSync(`${root}/devices${cgroupOf(kernel, 'devices')}/devices.list`, 'utf8').trim();
  return {
    ...bounds,
    version: 1,
    memory: {
      ...bounds.memory,
      swap: both === null ? null : both - (bounds.memory.limit ?? 0),
      high: { unsupported: 'cgroup v1 has no memory.high' },
    },
    weight: limits.cpu_shares === null ? null : Math.max(1, Math.round((limits.cpu_shares! * 100) / 1024)),
    devices: list.split('\n').sort(),
  };
}

/** Device rules as the kernel lists them; a reason as it is. */
export const devicesAsListed = (devices: unknown): unknown =>
  Array.isArray(devices)
    ? (devices as DeviceRule[])
        .map(({ type, major, minor, access }) => `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`)
        .sort()
    : devices;
