import { ProcfsError, quote } from './errors.js';
import { requireWholeLines } from './lines.js';
import { decimal } from './number.js';

/** One line of /proc/PID/cgroup (cgroups(7)). */
export interface CgroupMembership {
  /** 0 = cgroup v2. */
  hierarchy: number;
  /** Of a v1 hierarchy; a named one is `name=systemd`. Empty for v2. */
  controllers: string[];
  /** As seen from the reader's cgroup namespace: `/..` leads above its root. */
  path: string;
  /** The cgroup was removed while the process was in it; ` (deleted)` is not part of `path`. */
  deleted: boolean;
}

const deletedSuffix = ' (deleted)';

/** /proc/PID/cgroup of v1, hybrid and v2 hosts; the kernel refuses newlines in names, so a path ends with its line. @throws ProcfsError */
export function parseCgroup(text: string): CgroupMembership[] {
  requireWholeLines(text);
  const memberships: CgroupMembership[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const first = text.indexOf(':', at);
    const second = first < 0 ? -1 : text.indexOf(':', first + 1);
    if (second < 0 || second > end || text[second + 1] !== '/') {
      throw new ProcfsError('malformed', `not a cgroup line: ${quote(text.slice(at, end))}`);
    }
    const deleted = text.startsWith(deletedSuffix, end - deletedSuffix.length);
    memberships.push({
      hierarchy: decimal(text, at, first),
      controllers: second === first + 1 ? [] : text.slice(first + 1, second).split(','),
      path: text.slice(second + 1, deleted ? end - deletedSuffix.length : end),
      deleted,
    });
    at = end + 1;
  }
  return memberships;
}
