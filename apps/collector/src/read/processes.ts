import { isEnding, isKernelThread, parseCgroup, parseStat, type Stat } from '@shoji/procfs';
import { claimOf, type Claim } from '../runtimes/claim.js';
import { codeOf, isGone, reasonOf, type Files, type HeldFile } from './files.js';
import { readNamespaces, type NamespaceIds } from './namespaces.js';
import { isKnown, namespaceTypes, type NamespaceType } from '@shoji/posture';

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
  text: string;
  /** Path by controller (`memory`, `name=systemd`); the unified hierarchy's has the key `''`. */
  paths: ReadonlyMap<string, string>;
  /** The path that tells most about the process: its container's, else the first that is not the root. */
  path: string;
  claim: Claim | null;
  /** systemd unit (systemd.unit(5)) that the path lies in, where it is a service. */
  service: string | null;
}

/** What is kept of a process, or of a kernel thread, between readings. */
interface Kept {
  stat: Stat;
  parent: Kept | undefined;
  /** Readings that found it, and which was the last. */
  seen: number;
  seenIn: number;
  /** Whether its main thread may have run since the reading before that. */
  ran: boolean;
  /** `/proc/PID/schedstat` from before anything else was read; `null` where the kernel does not count. */
  schedule: string | null;
  /** Of a kernel thread: what its directory was like. */
  version: string | null;
  cgroups: ProcessCgroups | null;
  process: Process | null;
  held: { schedule: HeldFile; cgroup: HeldFile } | null;
}

/** Readings between two looks at the cgroup of a process that did not run, where moving processes is announced. */
const cgroupEvery = 4;

/** Processes between two chances for somebody else to do something. */
const stepLength = 16;

/** What starts as a kernel thread may still exec (call_usermodehelper): it is looked at again in this many readings. */
const settledAfter = 3;

/**
 * Reads the process table; keeps between readings what cannot have changed (docs/adr/0012). A process changes its own
 * walls by system calls, so one that did not run has those it had; its cgroup, which anybody can change, is read always.
 */
export class ProcessTable {
  readonly #kept = new Map<number, Kept>();
  /** By their text: those of the last reading, and those of this one so far. */
  #before = new Map<string, ProcessCgroups>();
  #cgroups = new Map<string, ProcessCgroups>();
  #last: ProcessCgroups | null = null;
  /** Why the last reading left out a process that is there; `null` = it left out none. */
  unread: string | null = null;
  #reading = 0;

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

  /**
   * The same some processes at a time, for who has other things to do meanwhile; one reading at a time. `unmoved` says
   * that nothing was heard of any process that was put into another cgroup: the few that nobody announces can wait.
   */
  *steps(unmoved = false): Generator<undefined, Process[]> {
    this.unread = null;
    this.#reading += 1;
    this.#before = this.#cgroups;
    this.#cgroups = new Map();
    const found: Kept[] = [];
    let count = 0;
    for (const name of this.files.readDir(this.procfs)) {
      const digit = name.charCodeAt(0);
      if (digit < 0x30 || digit > 0x39) continue;
      if ((count += 1) % stepLength === 0) yield;
      // Tens of thousands of processes pass here: a closure for each would be most of the garbage of a reading.
      try {
        found.push(this.#find(Number(name)));
      } catch (error) {
        this.#tolerate(error);
      }
    }
    const processes: Process[] = [];
    for (const kept of found) {
      if ((count += 1) % stepLength === 0) yield;
      const process = this.#finish(kept, unmoved);
      if (process) processes.push(process);
    }
    this.#kept.forEach((kept, pid) => {
      if (kept.seenIn !== this.#reading) this.#drop(pid, kept);
    });
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
    try {
      const stat = this.#stat(pid);
      return stat.starttime === startTime && this.#directoryOf(stat) !== null;
    } catch (error) {
      this.#tolerate(error);
      return false;
    }
  }

  /** Finds out who has the pid now, and whether it may have changed since it was last read. */
  #find(pid: number): Kept {
    const before = this.#kept.get(pid);
    let version: string | null = null;
    if (before) {
      before.seen += 1;
      if (before.version === null) before.held ??= this.#hold(pid);
      else version = this.files.version(`${this.procfs}/${pid}`);
      if (version !== null && version === before.version && before.seen > settledAfter)
        return this.#see(before, false);
    }
    // First of all: whatever happens after this moment shows in the next reading. Many processes are never met again.
    const schedule = before ? this.#schedule(pid, before) : null;
    if (before && schedule !== null && schedule === before.schedule) {
      before.version = version;
      return this.#see(before, false);
    }
    const stat = this.#stat(pid);
    if (before?.stat.starttime !== stat.starttime) {
      const kept = this.#meet(stat, schedule);
      // All of it at once: the kernel has just looked this process up, and later would do so again.
      this.#complete(kept, true);
      if (before) this.#drop(pid, before);
      this.#kept.set(pid, kept);
      return this.#see(kept, true);
    }
    Object.assign(before, { stat, schedule, version: isKernelThread(stat) ? version : null });
    return this.#see(before, true);
  }

  #see(kept: Kept, ran: boolean): Kept {
    kept.seenIn = this.#reading;
    kept.ran = ran;
    return kept;
  }

  #drop(pid: number, { held }: Kept): void {
    held?.schedule.close();
    held?.cgroup.close();
    this.#kept.delete(pid);
  }

  /** The process of an entry that this reading found; `null` for what is none, or has gone meanwhile. */
  #finish(kept: Kept, unmoved: boolean): Process | null {
    const parent = this.#parentOf(kept);
    const { process, stat } = kept;
    if (kept.seen === 1) {
      kept.parent = parent;
      return process;
    }
    if (process && !kept.ran && kept.parent === parent && unmoved && !isEnding(stat)) {
      // Nobody announces that a process was moved where nobody looks: each is looked at now and then.
      if ((this.#reading + stat.pid) % cgroupEvery !== 0) {
        this.#cgroups.set(process.cgroups.text, process.cgroups);
        return process;
      }
    }
    try {
      // Without running it gets another parent when its own is gone.
      const adopted = !kept.ran && kept.parent !== parent;
      if (!adopted || this.#refresh(kept)) {
        kept.parent = adopted ? this.#parentOf(kept) : parent;
        return this.#complete(kept, kept.ran || adopted);
      }
    } catch (error) {
      this.#tolerate(error);
    }
    kept.seenIn = 0;
    return null;
  }

  #parentOf({ stat: { ppid } }: Kept): Kept | undefined {
    const parent = this.#kept.get(ppid);
    return parent?.seenIn === this.#reading ? parent : undefined;
  }

  #meet(stat: Stat, schedule: string | null): Kept {
    const kept: Kept = {
      ...{ stat, schedule, parent: this.#kept.get(stat.ppid), seen: 1, seenIn: 0, ran: true },
      ...{ version: null, cgroups: null, process: null, held: null },
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

  #complete(kept: Kept, ran: boolean): Process | null {
    const { stat, process: before } = kept;
    const directory = isKernelThread(stat) ? null : this.#directoryOf(stat);
    if (directory === null) return (kept.process = null);
    const { pid, ppid, comm, starttime, num_threads } = stat;
    const outlived = isEnding(stat);
    const text =
      kept.held && !outlived ? kept.held.cgroup.read() : this.files.readText(`${directory}/cgroup`);
    const cgroups = this.#cgroupsOf(text, kept.cgroups);
    const moved = cgroups !== kept.cgroups;
    kept.cgroups = cgroups;
    if (before && !ran && !outlived && !moved) return before;
    const namespaces = before && !ran && !outlived ? before.namespaces : this.#namespaces(directory, kept);
    kept.process = {
      pid,
      directory,
      startTime: starttime,
      ppid,
      comm,
      threads: num_threads,
      cgroups,
      namespaces,
    };
    return kept.process;
  }

  /** Compared with the likeliest first: to find a text among all takes longer than to see that it is the same. */
  #cgroupsOf(text: string, before: ProcessCgroups | null): ProcessCgroups {
    const likely = [before, this.#last].find((cgroups) => cgroups?.text === text);
    const cgroups = likely ?? this.#cgroups.get(text) ?? this.#before.get(text) ?? processCgroups(text);
    this.#cgroups.set(cgroups.text, cgroups);
    this.#last = cgroups;
    return cgroups;
  }

  /** Where to read of a process; `null` where all of its threads are ending or have ended. */
  #directoryOf(stat: Stat): string | null {
    const directory = `${this.procfs}/${stat.pid}`;
    if (!isEnding(stat)) return directory;
    if (stat.num_threads <= 1) return null;
    for (const tid of this.files.readDir(`${directory}/task`)) {
      const thread = `${directory}/task/${tid}`;
      if (Number(tid) === stat.pid) continue;
      try {
        if (!isEnding(parseStat(this.files.readText(`${thread}/stat`)))) return thread;
      } catch (error) {
        this.#tolerate(error);
      }
    }
    return null;
  }

  /** The PID namespace is the one wall that no living process can change. */
  #namespaces(directory: string, { process: before, parent }: Kept): NamespaceIds {
    const id = before?.namespaces.pid;
    const known = id !== undefined && isKnown(id) ? id : undefined;
    const ids = readNamespaces(this.files, directory, this.known, known);
    // Most processes have those of their parent: they share one object.
    const above = parent?.process?.namespaces;
    return above && namespaceTypes.every((type) => ids[type] === above[type]) ? above : ids;
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

  /** Nothing is known of a process that is gone, or whose text is none. @throws what says nothing of the process. */
  #tolerate(error: unknown): void {
    // The collector's own want of files or memory says nothing of the process.
    if (['EMFILE', 'ENFILE', 'ENOMEM'].includes(codeOf(error) ?? '')) throw error;
    const reason = reasonOf(error);
    if (!isGone(error)) this.unread = reason;
  }
}

function processCgroups(text: string): ProcessCgroups {
  const paths = new Map<string, string>();
  for (const { controllers, path } of parseCgroup(text))
    for (const controller of controllers.length === 0 ? [''] : controllers) paths.set(controller, path);
  const ordered = [paths.get('') ?? '/', paths.get('name=systemd') ?? '/', ...paths.values()];
  const claims = ordered.map(claimOf);
  const claimed = claims.findIndex((claim) => claim !== null);
  const path = ordered[claimed] ?? ordered.find((candidate) => candidate !== '/') ?? '/';
  const unit = /^.*\.(?:service|scope)(?=\/|$)/.exec(path)?.[0];
  return {
    ...{ text, paths, path, claim: claims[claimed] ?? null },
    service: unit?.endsWith('.service') ? unit : null,
  };
}
