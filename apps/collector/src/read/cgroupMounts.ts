import { isKnown, unreadable, type Fact, type HostDocument } from '@shoji/posture';
import type { Mount as KernelMount } from '@shoji/procfs';

/** Where one cgroup hierarchy can be read (cgroups(7)). */
export interface Hierarchy {
  version: 1 | 2;
  /** Directory that shows the cgroup `root`. */
  directory: string;
  /** Cgroup path that the mount begins at, `/` but inside a container. */
  root: string;
}

/** The hierarchies of a host by controller; the unified one has the key `''`. */
export type CgroupMounts = ReadonlyMap<string, Hierarchy>;

/**
 * Finds the cgroup file systems below the sysfs root: in the reader's own mountinfo, else where PID 1 has them. A host
 * without any gives an empty map.
 */
export function findCgroupMounts(
  own: Fact<readonly KernelMount[]>,
  first: Fact<readonly KernelMount[]>,
  sysfs: string,
): Fact<CgroupMounts> {
  const seen = isKnown(own) ? collect(own, sysfs, sysfs) : new Map<string, Hierarchy>();
  if (seen.size > 0) return seen;
  if (!isKnown(first)) return isKnown(own) ? seen : first;
  return collect(first, '/sys', sysfs);
}

function collect(mounts: readonly KernelMount[], below: string, sysfs: string): CgroupMounts {
  const found = new Map<string, Hierarchy>();
  for (const { fsType, mountPoint, root, superOptions } of mounts) {
    if (fsType !== 'cgroup' && fsType !== 'cgroup2') continue;
    if (!mountPoint.startsWith(`${below}/`)) continue;
    const directory = sysfs + mountPoint.slice(below.length);
    if (fsType === 'cgroup2') found.set('', widest(found.get(''), { version: 2, directory, root }));
    else
      for (const option of superOptions)
        found.set(option, widest(found.get(option), { version: 1, directory, root }));
  }
  return found;
}

/** A hierarchy may be mounted more than once: the mount that shows more of it is the better witness. */
const widest = (a: Hierarchy | undefined, b: Hierarchy): Hierarchy =>
  a && a.root.length <= b.root.length ? a : b;

/** `hybrid`: version 1 controllers beside a unified hierarchy. */
export function cgroupMode(mounts: Fact<CgroupMounts>): HostDocument['cgroupMode'] {
  if (!isKnown(mounts)) return mounts;
  if (mounts.size === 0) return unreadable('no cgroup file system is mounted');
  if (!mounts.has('')) return 'v1';
  return mounts.has('memory') || mounts.has('pids') || mounts.has('name=systemd') ? 'hybrid' : 'v2';
}
