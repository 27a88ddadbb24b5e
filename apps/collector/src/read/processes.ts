import { isKernelThread, parseCgroup, parseStat } from '@shoji/procfs';
import { claimOf, type Claim } from '../runtimes/claim.js';
import { isGone, reasonOf, type Files } from './files.js';
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

/** Reads the process table; keeps between readings what a living process cannot change. */
export class ProcessTable {
  readonly #pidNamespaces = new Map<string, number>();
  #cgroups = new Map<string, ProcessCgroups>();

  constructor(
    private readonly files: Files,
    private readonly procfs: string,
    private readonly known: ReadonlySet<NamespaceType>,
  ) {}

  /** All user processes but zombies. One that exits while it is read is left out. */
  read(): Process[] {
    const processes: Process[] = [];
    const cgroups = new Map<string, ProcessCgroups>();
    for (const name of this.files.readDir(this.procfs)) {
      const digit = name.charCodeAt(0);
      if (digit < 0x30 || digit > 0x39) continue;
      try {
        const process = this.#readOne(Number(name), cgroups);
        if (process) processes.push(process);
      } catch (error) {
        if (!isGone(error)) reasonOf(error);
      }
    }
    this.#cgroups = cgroups;
    this.#forget(processes);
    return processes;
  }

  /** Whether the pid is still the process that it was. */
  isAlive({ pid, startTime }: Process): boolean {
    try {
      const stat = parseStat(this.files.readText(`${this.procfs}/${pid}/stat`));
      return stat.starttime === startTime && !isDead(stat.state);
    } catch (error) {
      reasonOf(error);
      return false;
    }
  }

  #readOne(pid: number, cgroups: Map<string, ProcessCgroups>): Process | null {
    const directory = `${this.procfs}/${pid}`;
    const stat = parseStat(this.files.readText(`${directory}/stat`));
    if (isKernelThread(stat) || isDead(stat.state)) return null;
    const text = this.files.readText(`${directory}/cgroup`);
    const parsed = cgroups.get(text) ?? this.#cgroups.get(text) ?? processCgroups(text);
    cgroups.set(text, parsed);
    const key = `${pid}:${stat.starttime}`;
    const namespaces = readNamespaces(this.files, directory, this.known, this.#pidNamespaces.get(key));
    if (isKnown(namespaces.pid)) this.#pidNamespaces.set(key, namespaces.pid);
    return { pid, startTime: stat.starttime, ppid: stat.ppid, comm: stat.comm, cgroups: parsed, namespaces };
  }

  #forget(processes: Process[]): void {
    if (this.#pidNamespaces.size <= processes.length * 2) return;
    const alive = new Set(processes.map(({ pid, startTime }) => `${pid}:${startTime}`));
    for (const key of this.#pidNamespaces.keys()) if (!alive.has(key)) this.#pidNamespaces.delete(key);
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
