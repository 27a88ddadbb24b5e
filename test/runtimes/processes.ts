import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stopProcess, until } from '../harness/process.js';

/** Children of a process's main thread (proc_tid_children(5)); none where it is gone. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Id of a process's parent, 0 where it is gone. */
export function parentOf(pid: number): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return 0;
  }
}

/** Name of the program that a process runs; empty where it is gone. */
export function commOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd();
  } catch {
    return '';
  }
}

/** The process itself or the first below it that runs the program. */
export function findBelow(pid: number, comm: string): number | undefined {
  if (commOf(pid) === comm) return pid;
  for (const child of childrenOf(pid)) {
    const found = findBelow(child, comm);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Processes that a test started in the background, to be ended with it. */
export class Background {
  readonly #children: ChildProcess[] = [];

  /** Starts a command line whose innermost program is `sleep`; the id of that program's process. */
  async start(program: string, ...args: string[]): Promise<number> {
    const child = spawn(program, args, { stdio: 'ignore' });
    this.#children.push(child);
    let found: number | undefined;
    await until(
      `${program} ${args.join(' ')} sleeps`,
      () => {
        found = findBelow(child.pid ?? 0, 'sleep');
        return found !== undefined;
      },
      { alive: child },
    );
    return found ?? 0;
  }

  /** Ends all, the last started first. Ending a launcher need not end what it launched: that is killed by its id. */
  async stop(): Promise<void> {
    for (const child of this.#children.reverse()) {
      const inner = findBelow(child.pid ?? 0, 'sleep');
      if (inner !== undefined) process.kill(inner, 'SIGKILL');
      await stopProcess(child);
    }
  }
}
