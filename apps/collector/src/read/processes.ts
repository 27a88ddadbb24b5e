import { isEnding, isKernelThread, parseCgroup, parseStat, type Stat } from '@shoji/procfs';
import { claimOf, type Claim } from '../runtimes/claim.js';
import { codeOf, isGone, reasonOf, type Files, type HeldFile } from './files.js';
import { readNamespaces, type NamespaceIds } from './namespaces.js';
import { isKnown, type NamespaceType } from '@shoji/posture';

/**
 * One user process as far as finding containers needs it. A reading gives the very same object again where its main
 * thread did not run since, so that nothing that only it can change has changed: namespaces, ids, capabilities, name.
 */
export interface Process {
  pid: number;
  /** `/proc/PID`; where the first thread has ended and others live on, that of one of these, which still tells its walls. */
  directory: string;
  /** Clock ticks since boot: with the pid it names a process for good (proc_pid_stat(5)). */
  startTime: number;
  ppid: number;
  comm: string;
  /** More than one may give the main thread a seccomp filter without its running (SECCOMP_FILTER_FLAG_TSYNC). */
  threads: number;
  cgroups: ProcessCgroups;
  namespaces: NamespaceIds;
}

/** `/proc/PID/cgroup`, parsed once for all processes that have the same text. */
export interface ProcessCgroups {
  /** Path by controller (`memory`, `name=systemd`); the unified hierarchy's has the key `''`. */
  paths: ReadonlyMap<string, string>;
  /** The path that tells most about the process: its container's, else the first that is not the root. */
  path: string;
  claim: Claim | null;
}

/** What is kept of a process, or of a kernel thread, between readings. */
interface Kept {
  stat: Stat;
  parent: Kept | undefined;
  /** Readings that found it. */
  seen: number;
  /** `/proc/PID/schedstat` from before anything else was read; `null` where the kernel does not count. */
  schedule: string | null;
  /** Of a kernel thread: what its directory was like. */
  version: string | null;
  cgroup: string;
  process: Process | null;
  held: { schedule: HeldFile; cgroup: HeldFile } | null;
}

/** What starts as a kernel thread may still exec (call_usermodehelper): it is looked at again in this many readings. */
const settledAfter = 3;

/**
 * Reads the process table; keeps between readings what cannot have changed (docs/adr/0012). A process changes its own
 * walls by system calls, so one that did not run has those it had; its cgroup, which anybody can change, is read always.
 */
export class ProcessTable {
  #kept = new Map<number, Kept>();
  #cgroups = new Map<string, ProcessCgroups>();
  /** Why the last reading left out a process that is there; `null` = it left out none. */
  unread: string | null = null;

  constructor(
    private readonly files: Files,
    private readonly procfs: string,
    private readonly known: ReadonlySet<NamespaceType>,
  ) {}

  /** All user processes but zombies. One that exits while it is read is left out. */
  read(): Process[] {
    const steps = this.steps();
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same one process at a time, for who has other things to do meanwhile; one reading at a time. */
  *steps(): Generator<undefined, Process[]> {
    this.unread = null;
    const found = new Map<number, { kept: Kept; ran: boolean }>();
    for (const name of this.files.readDir(this.procfs)) {
      const digit = name.charCodeAt(0);
      if (digit < 0x30 || digit > 0x39) continue;
      yield;
      const pid = Number(name);
      const one = this.#tolerate(() => this.#find(pid, this.#kept.get(pid)));
      if (one) found.set(pid, one);
    }
    const kept = new Map<number, Kept>();
    const cgroups = new Map<string, ProcessCgroups>();
    const processes: Process[] = [];
    for (const [pid, { kept: entry, ran }] of found) {
      yield;
      const process = this.#tolerate(() => {
        const parent = found.get(entry.stat.ppid)?.kept;
        // Without running it gets another parent when its own is gone.
        const adopted = !ran && entry.parent !== parent;
        if (adopted && !this.#refresh(entry)) return null;
        entry.parent = adopted ? found.get(entry.stat.ppid)?.kept : parent;
        const complete = this.#complete(entry, ran || adopted, cgroups);
        kept.set(pid, entry);
        return complete;
      });
      if (process) processes.push(process);
    }
    for (const [pid, entry] of this.#kept) if (kept.get(pid) !== entry) release(entry);
    this.#kept = kept;
    this.#cgroups = cgroups;
    return processes;
  }

  /** Whether the pid is still the process that it was. */
  isAlive({ pid, startTime }: Process): boolean {
    const kept = this.#kept.get(pid);
    if (
      kept?.held &&
      kept.stat.starttime === startTime &&
      !isEnding(kept.stat) &&
      kept.schedule !== null &&
      this.#schedule(pid, kept) === kept.schedule
    )
      return true;
    return (
      this.#tolerate(() => {
        const stat = this.#stat(pid);
        return stat.starttime === startTime && this.#directoryOf(stat) !== null;
      }) === true
    );
  }

  /** Finds out who has the pid now, and whether it may have changed since it was last read. */
  #find(pid: number, before: Kept | undefined): { kept: Kept; ran: boolean } {
    let version: string | null = null;
    if (before) {
      before.seen += 1;
      if (before.version === null) before.held ??= this.#hold(pid);
      else version = this.files.version(`${this.procfs}/${pid}`);
      if (version !== null && version === before.version && before.seen > settledAfter)
        return { kept: before, ran: false };
    }
    // First of all: whatever happens after this moment shows in the next reading. Many processes are never met again.
    const schedule = before ? this.#schedule(pid, before) : null;
    if (before && schedule !== null && schedule === before.schedule) {
      before.version = version;
      return { kept: before, ran: false };
    }
    const stat = this.#stat(pid);
    if (before?.stat.starttime !== stat.starttime) return { kept: this.#meet(stat, schedule), ran: true };
    Object.assign(before, { stat, schedule, version: isKernelThread(stat) ? version : null });
    return { kept: before, ran: true };
  }

  #meet(stat: Stat, schedule: string | null): Kept {
    const kept: Kept = {
      ...{ stat, schedule, parent: undefined, seen: 1 },
      ...{ version: null, cgroup: '', process: null, held: null },
    };
    if (!isKernelThread(stat)) return kept;
    kept.version = this.files.version(`${this.procfs}/${stat.pid}`);
    // The directory's version is that of this thread only if the thread is still there after it was taken.
    return this.#refresh(kept) ? kept : { ...kept, version: null };
  }

  /** Reads stat again; `false` where the pid is somebody else's now. */
  #refresh(kept: Kept): boolean {
    const stat = this.#stat(kept.stat.pid);
    if (stat.starttime !== kept.stat.starttime) return false;
    kept.stat = stat;
    return true;
  }

  #complete(kept: Kept, ran: boolean, cgroups: Map<string, ProcessCgroups>): Process | null {
    const { stat, process: before } = kept;
    const directory = isKernelThread(stat) ? null : this.#directoryOf(stat);
    if (directory === null) return (kept.process = null);
    const { pid, ppid, comm, starttime, num_threads } = stat;
    const outlived = isEnding(stat);
    const text =
      kept.held && !outlived ? kept.held.cgroup.read() : this.files.readText(`${directory}/cgroup`);
    const parsed = cgroups.get(text) ?? this.#cgroups.get(text) ?? processCgroups(text);
    cgroups.set(text, parsed);
    if (before && !ran && !outlived && text === kept.cgroup) return before;
    kept.cgroup = text;
    const namespaces = before && !ran && !outlived ? before.namespaces : this.#namespaces(directory, before);
    kept.process = {
      pid,
      directory,
      startTime: starttime,
      ppid,
      comm,
      threads: num_threads,
      cgroups: parsed,
      namespaces,
    };
    return kept.process;
  }

  /** Where to read of a process; `null` where all of its threads are ending or have ended. */
  #directoryOf(stat: Stat): string | null {
    const directory = `${this.procfs}/${stat.pid}`;
    if (!isEnding(stat)) return directory;
    if (stat.num_threads <= 1) return null;
    for (const tid of this.files.readDir(`${directory}/task`)) {
      const thread = `${directory}/task/${tid}`;
      if (Number(tid) === stat.pid) continue;
      const state = this.#tolerate(() => parseStat(this.files.readText(`${thread}/stat`)));
      if (state && !isEnding(state)) return thread;
    }
    return null;
  }

  /** The PID namespace is the one wall that no living process can change. */
  #namespaces(directory: string, before: Process | null): NamespaceIds {
    const id = before?.namespaces.pid;
    const known = id !== undefined && isKnown(id) ? id : undefined;
    return readNamespaces(this.files, directory, this.known, known);
  }

  /** Time on a processor, time spent waiting for one, and times it got one (sched-stats.rst), all zero without counting. */
  #schedule(pid: number, before: Kept): string | null {
    let text: string | null;
    try {
      text = before.held
        ? before.held.schedule.read()
        : this.files.readText(`${this.procfs}/${pid}/schedstat`);
    } catch (error) {
      reasonOf(error);
      text = null;
    }
    return text === null || text.startsWith('0 0 0') ? null : text;
  }

  /** Opened in this order: if the second file is that of the process known, so is the first. */
  #hold(pid: number): Kept['held'] {
    const cgroup = this.files.hold?.(`${this.procfs}/${pid}/cgroup`);
    if (!cgroup) return null;
    try {
      const schedule = this.files.hold?.(`${this.procfs}/${pid}/schedstat`);
      if (schedule) return { cgroup, schedule };
    } catch (error) {
      reasonOf(error);
    }
    cgroup.close();
    return null;
  }

  #stat(pid: number): Stat {
    return parseStat(this.files.readText(`${this.procfs}/${pid}/stat`));
  }

  /** `null` where the process is gone, or its text is none: nothing is known of it then. */
  #tolerate<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      // The collector's own want of files or memory says nothing of the process.
      if (['EMFILE', 'ENFILE', 'ENOMEM'].includes(codeOf(error) ?? '')) throw error;
      const reason = reasonOf(error);
      if (!isGone(error)) this.unread = reason;
      return null;
    }
  }
}

function release({ held }: Kept): void {
  held?.schedule.close();
  held?.cgroup.close();
}

function processCgroups(text: string): ProcessCgroups {
  const paths = new Map<string, string>();
  for (const { controllers, path } of parseCgroup(text))
    for (const controller of controllers.length === 0 ? [''] : controllers) paths.set(controller, path);
  const ordered = [paths.get('') ?? '/', paths.get('name=systemd') ?? '/', ...paths.values()];
  const claims = ordered.map(claimOf);
  const claimed = claims.findIndex((claim) => claim !== null);
  return {
    paths,
    path: ordered[claimed] ?? ordered.find((path) => path !== '/') ?? '/',
    claim: claims[claimed] ?? null,
  };
}
