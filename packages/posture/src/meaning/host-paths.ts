import { isKnown, isUnreadable } from '../fact.js';
import type { Mount } from '../posture.js';
import { evidenceOf, type Evidence } from './evidence.js';

/** The host path with the links that every current distribution has: `/var/run` is `/run`. */
export const canonicalPath = (path: string): string =>
  path === '/var/run' || path.startsWith('/var/run/') ? path.slice('/var'.length) : path;

/** Whether `path` is `directory` or lies below it. */
export const isWithin = (path: string, directory: string): boolean =>
  directory === '/' ||
  (path.startsWith(directory) && (path.length === directory.length || path[directory.length] === '/'));

/** Kernel file systems of the container's own: whatever the host shows elsewhere, no file of the host lies on them. */
const kernelTypes = new Set(['mqueue', 'devpts', 'cgroup', 'cgroup2', 'nsfs']);

/** A mount through which files of the host are seen, or may be. */
export interface HostMount {
  mount: Mount;
  /** Path on the host without links; `null` = somewhere, but mountinfo does not tell where. */
  source: string | null;
  /** Whether it is known to show the host's files. */
  certain: boolean;
  /** Evidence that names the mount, with this text. */
  evidence: (text: string) => Evidence;
}

const madeOf = new WeakMap<readonly Mount[], readonly HostMount[]>();

/** The mounts of a container that show files of the host or may do so, in their order; made once for each list. */
export function hostMounts(mounts: readonly Mount[]): readonly HostMount[] {
  let made = madeOf.get(mounts);
  if (made === undefined) madeOf.set(mounts, (made = mounts.flatMap(hostMount)));
  return made;
}

function hostMount(mount: Mount, index: number): HostMount[] {
  if (kernelTypes.has(mount.type) || mount.fromHost === false) return [];
  if (mount.source === null && !isUnreadable(mount.fromHost)) return [];
  return [
    {
      mount,
      source: mount.source === null ? null : canonicalPath(mount.source),
      certain: mount.source !== null && isKnown(mount.fromHost),
      evidence: (text) => ({ ...evidenceOf(`filesystem.mounts[${index}]`, { ...mount }, text) }),
    },
  ];
}

/** How a mount of the host is described: `/run of the host, writable at /host`. */
export const describeMount = ({ mount, source }: HostMount): string =>
  source === null
    ? `where ${mount.destination} comes from could not be read`
    : `${source} of the host, ${mount.readonly ? 'read-only' : 'writable'} at ${mount.destination}`;
