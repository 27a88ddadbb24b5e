import { unescapeComm } from './comm.js';
import { ProcfsError, quote } from './errors.js';
import { requireWholeLines } from './lines.js';
import { decimal, decimals, ids32 } from './number.js';

/** Real, effective, saved and file system id. */
export type Ids = readonly [number, number, number, number];

/** What posture needs of /proc/PID/status, under the kernel's names (proc_pid_status(5)). null = this kernel prints no such line. */
export interface Status {
  Name: string;
  /** One letter: R S D T t X Z P I. */
  State: string;
  Tgid: number;
  Pid: number;
  PPid: number;
  /** 0 = not traced. */
  TracerPid: number;
  Uid: Ids;
  Gid: Ids;
  Groups: number[];
  /** Thread group id in every PID namespace from the reader's down to the process's own. Linux 4.1. */
  NStgid: number[] | null;
  NSpid: number[] | null;
  /** Whether it is a kernel thread. Linux 6.10. */
  Kthread: boolean | null;
  Threads: number;
  CapInh: bigint;
  CapPrm: bigint;
  CapEff: bigint;
  CapBnd: bigint;
  /** Linux 4.3. */
  CapAmb: bigint | null;
  /** Linux 4.10. */
  NoNewPrivs: boolean | null;
  /** 0 disabled, 1 strict, 2 filter; null = kernel without seccomp. */
  Seccomp: number | null;
  /** Linux 5.9. */
  Seccomp_filters: number | null;
}

/** /proc/PID/status. @throws ProcfsError where a line every kernel prints is missing or one is not what the kernel prints */
export function parseStatus(text: string): Status {
  requireWholeLines(text);
  if (!text.startsWith('Name:\t'))
    throw new ProcfsError('missing-field', `status has no Name: ${quote(text)}`);
  const fields = new Fields(text);
  // In the order in which the kernel prints them: the search for each begins where the last one was found.
  return {
    Name: unescapeComm(text.slice('Name:\t'.length, text.indexOf('\n'))),
    State: state(fields.required('\nState:\t')),
    Tgid: number(fields.required('\nTgid:\t')),
    Pid: number(fields.required('\nPid:\t')),
    PPid: number(fields.required('\nPPid:\t')),
    TracerPid: number(fields.required('\nTracerPid:\t')),
    Uid: ids(fields.required('\nUid:\t')),
    Gid: ids(fields.required('\nGid:\t')),
    Groups: ids32(fields.required('\nGroups:\t')),
    NStgid: optional(fields.optional('\nNStgid:\t'), pids),
    NSpid: optional(fields.optional('\nNSpid:\t'), pids),
    Kthread: optional(fields.optional('\nKthread:\t'), flag),
    Threads: number(fields.required('\nThreads:\t')),
    CapInh: capabilityMask(fields.required('\nCapInh:\t')),
    CapPrm: capabilityMask(fields.required('\nCapPrm:\t')),
    CapEff: capabilityMask(fields.required('\nCapEff:\t')),
    CapBnd: capabilityMask(fields.required('\nCapBnd:\t')),
    CapAmb: optional(fields.optional('\nCapAmb:\t'), capabilityMask),
    NoNewPrivs: optional(fields.optional('\nNoNewPrivs:\t'), flag),
    Seccomp: optional(fields.optional('\nSeccomp:\t'), number),
    Seccomp_filters: optional(fields.optional('\nSeccomp_filters:\t'), number),
  };
}

/** Finds `\nKey:\t` fields of a text, cheapest when asked for in the order of the text. */
class Fields {
  #at = 0;
  constructor(readonly text: string) {}

  optional(key: string): string | null {
    let found = this.text.indexOf(key, this.#at);
    if (found < 0 && this.#at > 0) found = this.text.indexOf(key);
    if (found < 0) return null;
    const start = found + key.length;
    this.#at = this.text.indexOf('\n', start);
    return this.text.slice(start, this.#at);
  }

  required(key: string): string {
    const value = this.optional(key);
    if (value === null)
      throw new ProcfsError('missing-field', `status has no ${key.trim()} line: ${quote(this.text)}`);
    return value;
  }
}

function optional<T>(value: string | null, parse: (value: string) => T): T | null {
  return value === null ? null : parse(value);
}

function state(value: string): string {
  if (!/^[A-Za-z] \(/.test(value)) throw new ProcfsError('malformed', `not a process state: ${quote(value)}`);
  return value.charAt(0);
}

function number(value: string): number {
  return decimal(value, 0, value.length);
}

function numbers(value: string): number[] {
  return decimals(value, 0, value.length);
}

function pids(value: string): number[] {
  const found = numbers(value);
  if (found.length === 0)
    throw new ProcfsError('missing-field', 'status has a PID namespace line without a pid');
  return found;
}

function ids(value: string): Ids {
  const [real, effective, saved, fs, ...rest] = ids32(value);
  if (
    real === undefined ||
    effective === undefined ||
    saved === undefined ||
    fs === undefined ||
    rest.length > 0
  ) {
    throw new ProcfsError('malformed', `not four ids: ${quote(value)}`);
  }
  return [real, effective, saved, fs];
}

function flag(value: string): boolean {
  if (value !== '0' && value !== '1') throw new ProcfsError('malformed', `neither 0 nor 1: ${quote(value)}`);
  return value === '1';
}

function capabilityMask(value: string): bigint {
  // Always sixteen digits (fs/proc/array.c, render_cap_t): fewer is a cut line, not a smaller set.
  if (!/^[0-9a-f]{16}$/.test(value))
    throw new ProcfsError('bad-number', `not a capability mask: ${quote(value)}`);
  return BigInt(`0x${value}`);
}
