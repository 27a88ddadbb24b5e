import { unescapeComm } from './comm.js';
import { ProcfsError, quote } from './errors.js';
import { decimal } from './number.js';

/** What posture needs of /proc/PID/stat, under the names of proc_pid_stat(5). */
export interface Stat {
  pid: number;
  comm: string;
  /** One letter: R S D T t X Z P I. */
  state: string;
  ppid: number;
  /** PF_… bits (include/linux/sched.h). */
  flags: number;
  num_threads: number;
  /** Clock ticks since boot (sysconf(_SC_CLK_TCK), 100 a second on every architecture Linux still has). */
  starttime: number;
}

const pfKthread = 0x00200000;

/** Whether the process is a kernel thread (PF_KTHREAD): true on kernels whose status has no Kthread line, too. */
export function isKernelThread(stat: Pick<Stat, 'flags'>): boolean {
  return (stat.flags & pfKthread) !== 0;
}

const pfExiting = 0x00000004;

/**
 * Whether the process is ending or has ended (PF_EXITING, state Z or X): its file descriptors, memory and namespaces go one
 * after another, and what is read of it from then on says nothing of what it was.
 */
export function isEnding({ flags, state }: Pick<Stat, 'flags' | 'state'>): boolean {
  return (flags & pfExiting) !== 0 || state === 'Z' || state === 'X';
}

/** /proc/PID/stat. The name may hold blanks and parentheses: it ends at the last `)`. @throws ProcfsError */
export function parseStat(text: string): Stat {
  const open = text.indexOf(' (');
  const close = text.lastIndexOf(') ');
  if (open < 0 || close < open + 2)
    throw new ProcfsError('malformed', `stat has no process name: ${quote(text)}`);
  const state = text.charAt(close + 2);
  if (!/[A-Za-z]/.test(state) || text[close + 3] !== ' ') {
    throw new ProcfsError('malformed', `stat has no process state: ${quote(text)}`);
  }
  const rest = new Numbers(text, close + 4);
  return {
    pid: decimal(text, 0, open),
    comm: unescapeComm(text.slice(open + 2, close)),
    state,
    // Fields are numbered as in the manual: ppid is the fourth.
    ppid: rest.field(4),
    flags: rest.field(9),
    num_threads: rest.field(20),
    starttime: rest.field(22),
  };
}

/** Reads ascending fields of a line; each must be followed by another one, else it may have been cut. */
class Numbers {
  #field = 4;
  constructor(
    readonly text: string,
    private at: number,
  ) {}

  field(wanted: number): number {
    for (; this.#field < wanted; this.#field += 1) this.at = this.#end() + 1;
    return decimal(this.text, this.at, this.#end());
  }

  #end(): number {
    const end = this.text.indexOf(' ', this.at);
    if (end < 0) throw new ProcfsError('truncated', `stat ends at field ${this.#field}: ${quote(this.text)}`);
    return end;
  }
}
