import { isKnown, isUnreadable, type Fact, type Mount } from '@shoji/posture';
import type { Evidence } from './rule.js';

/** The host path with the links that every current distribution has: `/var/run` is `/run`, `/lock` below it too. */
export const canonicalPath = (path: string): string =>
  path === '/var/run' || path.startsWith('/var/run/') ? path.slice('/var'.length) : path;

/** Whether `path` is `directory` or lies below it. */
export const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

/** Kernel file systems of the container's own: whatever the host shows elsewhere, no file of the host lies on them. */
const kernelTypes = new Set(['mqueue', 'devpts', 'cgroup', 'cgroup2', 'nsfs']);

/** A mount that shows a path of the host, or may: `certain` is false where mountinfo of the host was not readable. */
export interface HostMount {
  mount: Mount;
  /** Canonical path on the host. */
  source: string;
  certain: boolean;
  /** Path in the posture document. */
  field: string;
}

/** The mounts through which the container sees files of the host. Sources that nobody could resolve are `unresolved`. */
export function hostMounts(mounts: readonly Mount[]): { seen: HostMount[]; unresolved: Evidence[] } {
  const seen: HostMount[] = [];
  const unresolved: Evidence[] = [];
  mounts.forEach((mount, index) => {
    if (kernelTypes.has(mount.type) || fact(mount.fromHost) === false) return;
    const field = `filesystem.mounts[${index}]`;
    if (mount.source !== null) {
      seen.push({ mount, source: canonicalPath(mount.source), certain: isKnown(mount.fromHost), field });
    } else if (isUnreadable(mount.fromHost)) {
      const text = `where ${mount.destination} comes from could not be read: ${mount.fromHost.unreadable} (/proc/PID/mountinfo)`;
      unresolved.push({ field, value: mount, text });
    }
  });
  return { seen, unresolved };
}

const fact = (value: Fact<boolean>): boolean | undefined => (isKnown(value) ? value : undefined);
