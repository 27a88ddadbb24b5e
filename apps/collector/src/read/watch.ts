import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { isKnown, type Fact } from '@shoji/posture';
import type { CgroupMounts } from './cgroupMounts.js';

const settleMs = 50;
const maxWatches = 512;
const maxDepth = 4;
/** Where containers may come up: never below one, whose own directories say nothing new. */
const isContainer = /[0-9a-f]{64}|^lxc\.payload\./;

/**
 * Calls back when a cgroup appears or dies (inotify(7) on one hierarchy's directories), at most once in 50 ms. A
 * directory that vanishes takes its watch with it; one that cannot be watched is left to the interval.
 */
export function watchCgroups(mounts: Fact<CgroupMounts>, changed: () => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const announce = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      changed();
    }, settleMs);
  };

  const drop = (directory: string): void => {
    watchers.get(directory)?.close();
    watchers.delete(directory);
  };

  const add = (directory: string, depth: number): void => {
    if (closed || depth > maxDepth || watchers.has(directory) || watchers.size >= maxWatches) return;
    try {
      const watcher = watch(directory, { persistent: false }, (event, name) => {
        // `change` is a write to a limit file; creation and removal are both `rename`.
        if (event !== 'rename' || name === null) return;
        const child = `${directory}/${name}`;
        if (!isDirectory(child)) drop(child);
        else if (!isContainer.test(name)) add(child, depth + 1);
        announce();
      });
      watcher.on('error', () => drop(directory));
      watchers.set(directory, watcher);
    } catch {
      return;
    }
    for (const name of subdirectories(directory)) add(`${directory}/${name}`, depth + 1);
  };

  const root = hierarchyOf(mounts);
  if (root !== null) add(root, 0);
  return {
    close: () => {
      closed = true;
      if (timer) clearTimeout(timer);
      for (const directory of [...watchers.keys()]) drop(directory);
    },
  };
}

/** The unified hierarchy where it is the only one; on hybrid hosts that of systemd or pids, which every runtime uses. */
function hierarchyOf(mounts: Fact<CgroupMounts>): string | null {
  if (!isKnown(mounts)) return null;
  const names = ['pids', 'name=systemd', 'memory', ''];
  return (
    names.map((name) => mounts.get(name)?.directory).find((directory) => directory !== undefined) ?? null
  );
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function subdirectories(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !isContainer.test(entry.name))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
