import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A process that no later process can be taken for: pids come again, a start time within one boot does not. */
export interface ProcessIdentity {
  pid: number;
  /** Boot id and start time in clock ticks since then (/proc/PID/stat field 22, proc_pid_stat(5)). */
  started: string;
}

/** Identity of a living process; `undefined` when there is none, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field may hold spaces and parentheses of its own.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    if (state === undefined || ticks === undefined || 'ZX'.includes(state)) return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { pid, started: `${boot}:${ticks}` };
  } catch {
    return undefined;
  }
}

/** This process. */
export const self = (): ProcessIdentity => identify(process.pid) ?? { pid: process.pid, started: 'unknown' };

/** Whether exactly this process still runs. */
export const isAlive = ({ pid, started }: ProcessIdentity): boolean => identify(pid)?.started === started;

/** Ends a process that need not be a child: `signal`, and SIGKILL when it is still there after `seconds`. */
export async function endProcess(
  target: ProcessIdentity,
  signal: NodeJS.Signals,
  seconds: number,
): Promise<void> {
  send(target, signal);
  const deadline = Date.now() + seconds * 1000;
  while (isAlive(target)) {
    if (Date.now() > deadline) send(target, 'SIGKILL');
    await pause(25);
  }
}

function send(target: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
