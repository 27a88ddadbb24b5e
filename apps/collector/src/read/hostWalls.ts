import { isKnown, type Fact } from '@shoji/posture';
import { reasonOf, type Files } from './files.js';
import { readLsmLabels, type LsmSupport } from './lsm.js';
import { isKthreadd } from './namespaces.js';
import type { Process } from './processes.js';
import { readFact } from './text.js';

/** What a process in the host's namespaces may still have of its own, as texts to compare with those of PID 1. */
interface Walls {
  /** Of `/proc/PID/status`: bounding set, no_new_privs, seccomp mode. */
  status: string | null;
  apparmor: Fact<string>;
  root: string | null;
}

interface Kept {
  process: Process;
  seen: number;
  walled: boolean;
}

/** Walls are put up at the start of a program: one that runs on is looked at in its first readings, then in every sixteenth. */
const settledAfter = 3;
const refreshEvery = 16;

/**
 * Tells which processes of the host have a wall of their own without a namespace: a smaller bounding set, no_new_privs,
 * a seccomp filter, an AppArmor profile or another root. What cannot be read counts for none: a process that is only
 * suspected would be no container.
 */
export class HostWalls {
  #kept = new Map<number, Kept>();
  #next = new Map<number, Kept>();
  #first: Walls | null = null;
  #lsm: LsmSupport | null = null;

  constructor(
    private readonly files: Files,
    private readonly procfs: string,
  ) {}

  /** Begins a reading: forgets who was not asked about in the last one. */
  begin(lsm: LsmSupport): void {
    this.#kept = this.#next;
    this.#next = new Map();
    this.#lsm = lsm;
    this.#first = null;
  }

  has(process: Process): boolean {
    const { pid, startTime } = process;
    if (pid === 1) return false;
    const known = this.#next.get(pid);
    if (known) return known.walled;
    const kept = this.#kept.get(pid);
    const before = kept?.process.startTime === startTime ? kept : undefined;
    const seen = (before?.seen ?? 0) + 1;
    // The very same object did not run since: it could not have changed its walls.
    if (before?.process === process) {
      before.seen = seen;
      this.#next.set(pid, before);
      return before.walled;
    }
    const stands = seen > settledAfter && (seen + pid) % refreshEvery !== 0;
    const walled = before && stands ? before.walled : this.#differs(process);
    this.#next.set(pid, { process, seen, walled });
    return walled;
  }

  #differs({ directory }: Process): boolean {
    const first = (this.#first ??= this.#reference());
    const { status, apparmor, root } = this.#read(directory);
    const label = isKnown(apparmor) ? apparmor.trimEnd() : 'unconfined';
    return (
      (status !== null && first.status !== null && status !== first.status) ||
      (label !== 'unconfined' && label !== '' && apparmor !== first.apparmor) ||
      (root !== null && first.root !== null && root !== first.root)
    );
  }

  /** Walls that say nothing: those of PID 1, and what of it may not be read, of the kernel's own threads. */
  #reference(): Walls {
    const first = this.#read(`${this.procfs}/1`);
    if ((first.status !== null && first.root !== null) || !isKthreadd(this.files, this.procfs)) return first;
    const { status, root } = this.#read(`${this.procfs}/2`);
    return { ...first, status: first.status ?? status, root: first.root ?? root };
  }

  #read(process: string): Walls {
    const status = readFact(this.files, `${process}/status`);
    return {
      status: typeof status === 'string' ? told.map((name) => lineOf(status, name)).join('') : null,
      apparmor:
        this.#lsm && isKnown(this.#lsm.apparmor)
          ? readLsmLabels(this.files, process, this.#lsm).apparmor
          : 'unconfined',
      root: this.#root(process),
    };
  }

  #root(process: string): string | null {
    try {
      return this.files.readLink(`${process}/root`);
    } catch (error) {
      reasonOf(error);
      return null;
    }
  }
}

const told = ['\nCapBnd:', '\nNoNewPrivs:', '\nSeccomp:'];

/** A line with the line break before it; empty where the kernel prints none. */
function lineOf(status: string, name: string): string {
  const start = status.lastIndexOf(name);
  return start < 0 ? '' : status.slice(start, status.indexOf('\n', start + 1));
}
