import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { isKnown, type Fact } from '@shoji/posture';
import { claimOf, type Claim } from '../runtimes/claim.js';
import type { CgroupMounts, Hierarchy } from './cgroupMounts.js';
import { reasonOf } from './files.js';

/**
 * What the kernel announced: the cgroup of a container `appeared` or `vanished`, some other cgroup did (`other`), a file
 * of a container's cgroup, or of one above, was `written`, or a directory cannot be watched, so that what happens in it is left to the interval (`unwatched`).
 */
export type Notice =
  | { type: 'appeared' | 'vanished'; claim: Claim }
  | { type: 'other' | 'written' }
  | { type: 'unwatched'; directory: string; reason: string };

const maxWatches = 4096;
/** As deep as a rootless container's slice lies: user.slice/user-N.slice/user@N.service/user.slice. */
const maxDepth = 4;

/**
 * Tells at once of every cgroup that comes or goes above the inside of containers (inotify(7) on one hierarchy's
 * directories): also of one that is gone again before anybody could look.
 */
export function watchCgroups(
  mounts: Fact<CgroupMounts>,
  notice: (notice: Notice) => void,
): { close(): void } {
  const directories = new Map<string, Watched>();
  const hierarchy = hierarchyOf(mounts);
  if (hierarchy === null) return { close: () => undefined };

  const tell = (type: 'appeared' | 'vanished', path: string): void => {
    const claim = claimOf(path);
    notice(claim?.cgroup === path ? { type, claim } : { type: 'other' });
  };

  const isContainer = (path: string): boolean => claimOf(path) !== null;

  const forget = (path: string): void => {
    const watched = directories.get(path);
    if (!watched) return;
    watched.watcher.close();
    directories.delete(path);
    for (const name of watched.names.keys()) forget(`${path}/${name}`);
  };

  /** Watches the directory of a cgroup; `told` says whether what it already holds is to be told, too. */
  const add = (path: string, depth: number, told: boolean): void => {
    if (depth > maxDepth || directories.has(path) || (depth > 0 && isContainer(path))) return;
    const directory = hierarchy.directory + path.slice(hierarchy.root === '/' ? 0 : hierarchy.root.length);
    if (directories.size >= maxWatches)
      return notice({ type: 'unwatched', directory, reason: `more than ${maxWatches} cgroups` });
    const watched = { names: new Map<string, Known>(), passed: new Set<string>() };
    try {
      const watcher = watch(directory, { persistent: false }, (event, name) => {
        // `change` is a write to a file of the cgroup; creation and removal are both `rename`.
        if (event === 'rename' && name !== null)
          changed(path, depth, name, isDirectory(`${directory}/${name}`));
      });
      watcher.on('error', () => forget(path));
      directories.set(path, { ...watched, watcher });
    } catch (error) {
      const reason = reasonOf(error);
      if (reason !== 'ENOENT') notice({ type: 'unwatched', directory, reason });
      return;
    }
    for (const name of subdirectories(directory)) {
      watched.names.set(name, 'listed');
      if (told) tell('appeared', `${path}/${name}`);
      add(`${path}/${name}`, depth + 1, told);
    }
  };

  /** One creation or removal; `there` says what it looks like now, which may be later. */
  const changed = (parent: string, depth: number, name: string, there: boolean): void => {
    const watched = directories.get(parent);
    if (!watched) return;
    const { names, passed } = watched;
    const path = `${parent}/${name}`;
    const known = names.get(name);
    if (there) {
      names.set(name, 'announced');
      if (known) return;
      tell('appeared', path);
      add(path, depth + 1, true);
    } else if (known) {
      names.delete(name);
      // What was listed may have been created after the watch began: that is still to be announced, then.
      if (known === 'listed') passed.add(name);
      forget(path);
      tell('vanished', path);
    } else if (!passed.delete(name)) {
      // It was gone before its creation was looked at; its removal is announced next and is no news then.
      passed.add(name);
      tell('appeared', path);
      tell('vanished', path);
    }
  };

  add(hierarchy.root === '/' ? '' : hierarchy.root, 0, false);
  return {
    close: () => {
      for (const path of [...directories.keys()]) forget(path);
    },
  };
}

type Known = 'listed' | 'announced';

/** A watched directory: the cgroups known in it, and those of whose two announcements one is still to come. */
interface Watched {
  watcher: FSWatcher;
  names: Map<string, Known>;
  passed: Set<string>;
}

/** The unified hierarchy where it is the only one; on hybrid hosts that of pids or systemd, which every runtime uses. */
function hierarchyOf(mounts: Fact<CgroupMounts>): Hierarchy | null {
  if (!isKnown(mounts)) return null;
  const names = ['pids', 'name=systemd', 'memory', ''];
  return names.map((name) => mounts.get(name)).find((hierarchy) => hierarchy !== undefined) ?? null;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function subdirectories(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
