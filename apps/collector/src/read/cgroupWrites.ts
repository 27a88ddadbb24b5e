import { statSync, watch, type FSWatcher } from 'node:fs';
import { reasonOf } from './files.js';

/** Each is about 3 KiB of memory here and 1 KiB in the kernel. */
const mostWatched = 2048;

/** Files that the kernel writes itself (cgroup-v2.rst: memory.events, cpu.pressure, cgroup.events): no wall changes by them. */
const told = /\.(?:events(?:\.local)?|pressure|stat)$/;

interface Watched {
  watcher: FSWatcher;
  /** Of the directory: a cgroup made anew at the same path has another, and the kernel does not tell that the old one went. */
  inode: number | null;
  /** Count of all writes when this directory had its last one. */
  writtenAt: number;
  used: boolean;
}

/**
 * Tells of writes to the files of cgroups: a limit was set, or a process put in (inotify(7), IN_MODIFY). A directory is
 * watched for as long as it is asked for.
 */
export class CgroupWrites {
  readonly #directories = new Map<string, Watched>();
  #writes = 0;
  #movedAt = 0;

  /** `notice` is called with every write. */
  constructor(private readonly notice: () => void) {}

  /** Count of all writes so far: a moment to ask about later. */
  get now(): number {
    return this.#writes;
  }

  /** Watches these directories from now on; what happens from here is known, if none of them is refused. */
  watch(directories: readonly string[]): void {
    for (const directory of directories) {
      const inode = inodeOf(directory);
      const before = this.#directories.get(directory);
      if (before && before.inode !== inode) this.#forget(directory);
      const watched = this.#directories.get(directory) ?? this.#add(directory, inode);
      if (watched) watched.used = true;
    }
  }

  /** Whether all of these were watched since the moment and none was written to. */
  quiet(directories: readonly string[], since: number): boolean {
    return directories.every((directory) => {
      const watched = this.#directories.get(directory);
      if (!watched) return false;
      watched.used = true;
      return watched.writtenAt <= since;
    });
  }

  /** Whether a process was moved into any watched cgroup since the moment. */
  moved(since: number): boolean {
    return this.#movedAt > since;
  }

  /** Watches no more what nobody asked for since the last call. */
  forgetUnused(): void {
    for (const [directory, watched] of this.#directories) {
      if (!watched.used) this.#forget(directory);
      watched.used = false;
    }
  }

  close(): void {
    for (const directory of this.#directories.keys()) this.#forget(directory);
  }

  #add(directory: string, inode: number | null): Watched | null {
    if (this.#directories.size >= mostWatched) return null;
    try {
      const watcher = watch(directory, { persistent: false }, (event, name) => {
        if (event === 'change' && name !== null && !told.test(name)) this.#written(directory, name);
      });
      watcher.on('error', () => this.#forget(directory));
      const watched = { watcher, inode, writtenAt: 0, used: true };
      this.#directories.set(directory, watched);
      return watched;
    } catch (error) {
      // Not watched is read every time: nothing else comes of it.
      reasonOf(error);
      return null;
    }
  }

  #written(directory: string, name: string): void {
    const watched = this.#directories.get(directory);
    if (!watched) return;
    this.#writes += 1;
    watched.writtenAt = this.#writes;
    if (name === 'cgroup.procs' || name === 'tasks' || name === 'cgroup.threads')
      this.#movedAt = this.#writes;
    this.notice();
  }

  #forget(directory: string): void {
    this.#directories.get(directory)?.watcher.close();
    this.#directories.delete(directory);
  }
}

/** `null` where the directory cannot be looked at: it cannot be watched, either. */
function inodeOf(directory: string): number | null {
  try {
    return statSync(directory).ino;
  } catch (error) {
    reasonOf(error);
    return null;
  }
}
