import { isKnown, unreadable, type Fact, type NamedNetwork } from '@shoji/posture';
import type { HostMounts } from './mountIndex.js';
import type { NamespaceIds } from './namespaces.js';
import type { Process } from './processes.js';

/** Where `ip netns` and CNI plugins keep network namespaces by a name (ip-netns(8)); `/var/run` is a link to `/run`. */
const directory = /^(?:\/var)?\/run\/netns\/([^/]{1,255})$/;
/** As many as a report may carry. */
const most = 10_000;

/**
 * Network namespaces of the host that have a name, by name: mounts of the kernel's nsfs in the mountinfo of PID 1. They
 * live on without any process. `host` are the host's own namespaces.
 */
export function namedNetworks(
  mounts: Fact<HostMounts>,
  processes: readonly Process[],
  host: NamespaceIds,
): Fact<NamedNetwork[]> {
  if (!isKnown(mounts)) return mounts;
  const named = new Map<string, Fact<number>>();
  for (const { fsType, mountPoint, root } of [...mounts.byDevice.values()].flat()) {
    const name = directory.exec(mountPoint)?.[1]?.toWellFormed();
    if (fsType !== 'nsfs' || name === undefined) continue;
    const inode = /^net:\[(\d{1,15})\]$/.exec(root)?.[1];
    named.set(name, inode === undefined ? unreadable('not a network namespace') : Number(inode));
  }
  if (named.size === 0) return [];
  const counted = count(processes, host);
  return [...named]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name, inode]) => ({
      name,
      inode,
      processCount: !isKnown(inode) ? inode : isKnown(counted) ? (counted.get(inode) ?? 0) : counted,
    }));
}

/** Processes by network namespace; unreadable where a process might be in any of them. */
function count(processes: readonly Process[], host: NamespaceIds): Fact<ReadonlyMap<number, number>> {
  const counts = new Map<number, number>();
  for (const { pid, namespaces } of processes) {
    // PID 1 is what `host` stands for, also where the kernel keeps its links to itself.
    const inode = pid === 1 && !isKnown(namespaces.network) ? host.network : namespaces.network;
    if (!isKnown(inode)) return inode;
    counts.set(inode, (counts.get(inode) ?? 0) + 1);
  }
  return counts;
}
