import { isKernelThread, parseCgroup, parseStat, type Stat } from '@shoji/procfs';
import { claimOf, type Claim } from '../runtimes/claim.js';
import { isPreparing } from '../runtimes/setup.js';
import { reasonOf, type Files } from './files.js';
import { readNamespaces, type NamespaceIds } from './namespaces.js';
import { isKnown, type NamespaceType } from '@shoji/posture';

/** One user process as far as finding containers needs it. */
export interface Process {
  pid: number;
  /** Clock ticks since boot: with the pid it names a process for good (proc_pid_stat(5)). */
  startTime: number;
  ppid: number;
  comm: string;
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

/** What is kept of a process between readings. */
interface Kept {
  identity: string;
  stat: Stat;
  /** Of its parent, when `stat` was read. */
  parent: string | undefined;
  /** Readings since it was first seen. */
  seen: number;
  pidNamespace: number | undefined;
}

/** A new process may still exec: its name is looked at again in this many readings, and then in every sixteenth. */
const settledAfter = 3;
const refreshEvery = 16;

/**
 * Reads the process table; keeps between readings what a living process cannot change. The directory /proc/PID is bound
 * to one process, not to a number: while its inode stays, so does the process, and with a living parent its PPid.
 */
export class ProcessTable {
  #kept = new Map<number, Kept>();
  #cgroups = new Map<string, ProcessCgroups>();

  constructor(
    private readonly files: Files,
    private readonly procfs: string,
    private readonly known: ReadonlySet<NamespaceType>,
  ) {}

  /** All user processes but zombies. One that exits while it is read is left out. */
  read(): Process[] {
    const identities = new Map<number, string>();
    for (const name of this.files.readDir(this.procfs)) {
      const digit = name.charCodeAt(0);
      if (digit < 0x30 || digit > 0x39) continue;
      const identity = this.#tolerate(() => this.files.version(`${this.procfs}/${name}`));
      if (identity !== null) identities.set(Number(name), identity);
    }
    const processes: Process[] = [];
    const kept = new Map<number, Kept>();
    const cgroups = new Map<string, ProcessCgroups>();
    for (const [pid, identity] of identities) {
      const process = this.#tolerate(() => {
        const entry = this.#stat(pid, identity, identities);
        kept.set(pid, entry);
        return this.#readOne(entry, cgroups);
      });
      if (process) processes.push(process);
    }
    this.#kept = kept;
    this.#cgroups = cgroups;
    return processes;
  }

  /** Whether the pid is still the process that it was. */
  isAlive({ pid, startTime }: Process): boolean {
    return (
      this.#tolerate(() => {
        const stat = parseStat(this.files.readText(`${this.procfs}/${pid}/stat`));
        return stat.starttime === startTime && !isDead(stat.state);
      }) === true
    );
  }

  #stat(pid: number, identity: string, identities: ReadonlyMap<number, string>): Kept {
    const entry = this.#kept.get(pid);
    if (entry?.identity === identity && identities.get(entry.stat.ppid) === entry.parent) {
      entry.seen += 1;
      const settled = entry.seen > settledAfter && !isPreparing(entry.stat.comm);
      if (settled && (entry.seen + pid) % refreshEvery !== 0) return entry;
    }
    const stat = parseStat(this.files.readText(`${this.procfs}/${pid}/stat`));
    const same = entry?.stat.starttime === stat.starttime ? entry : undefined;
    const parent = identities.get(stat.ppid);
    return { identity, stat, parent, seen: same?.seen ?? 0, pidNamespace: same?.pidNamespace };
  }

  #readOne(kept: Kept, cgroups: Map<string, ProcessCgroups>): Process | null {
    const { pid, ppid, comm, starttime } = kept.stat;
    if (isKernelThread(kept.stat) || isDead(kept.stat.state)) return null;
    const directory = `${this.procfs}/${pid}`;
    const text = this.files.readText(`${directory}/cgroup`);
    const parsed = cgroups.get(text) ?? this.#cgroups.get(text) ?? processCgroups(text);
    cgroups.set(text, parsed);
    const namespaces = readNamespaces(this.files, directory, this.known, kept.pidNamespace);
    if (isKnown(namespaces.pid)) kept.pidNamespace = namespaces.pid;
    return { pid, startTime: starttime, ppid, comm, cgroups: parsed, namespaces };
  }

  /** `null` where the process is gone, or its text is none: nothing is known of it then. */
  #tolerate<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      reasonOf(error);
      return null;
    }
  }
}

const isDead = (state: string): boolean => state === 'Z' || state === 'X';

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
