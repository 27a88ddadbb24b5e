import { ProcfsError, quote } from './errors.js';
import { requireWholeLines } from './lines.js';
import { decimal } from './number.js';

/** null = unlimited. Bytes, seconds (cpu), microseconds (rttime) or counts. */
export interface Rlimit {
  soft: number | null;
  hard: number | null;
}

/** The kernel's labels in its order (fs/proc/base.c, lnames), and getrlimit(2)'s names for them. */
const labels = [
  ['cpu', 'Max cpu time'],
  ['fsize', 'Max file size'],
  ['data', 'Max data size'],
  ['stack', 'Max stack size'],
  ['core', 'Max core file size'],
  ['rss', 'Max resident set'],
  ['nproc', 'Max processes'],
  ['nofile', 'Max open files'],
  ['memlock', 'Max locked memory'],
  ['as', 'Max address space'],
  ['locks', 'Max file locks'],
  ['sigpending', 'Max pending signals'],
  ['msgqueue', 'Max msgqueue size'],
  ['nice', 'Max nice priority'],
  ['rtprio', 'Max realtime priority'],
  ['rttime', 'Max realtime timeout'],
] as const;
export type RlimitName = (typeof labels)[number][0];
export type Limits = Record<RlimitName, Rlimit>;

/** /proc/PID/limits: all sixteen limits. Values above 2^53-1 saturate to MAX_SAFE_INTEGER. @throws ProcfsError */
export function parseLimits(text: string): Limits {
  requireWholeLines(text);
  const limits: Partial<Limits> = {};
  let at = text.indexOf('\n') + 1;
  for (const [name, label] of labels) {
    at = startOfLine(text, label, at);
    const softStart = skipBlanks(text, at + label.length);
    const softEnd = text.indexOf(' ', softStart);
    const hardStart = skipBlanks(text, softEnd);
    // The kernel puts a blank after each value: without one, softEnd or hardEnd lies in another line or nowhere.
    const hardEnd = text.indexOf(' ', hardStart);
    limits[name] = { soft: value(text, softStart, softEnd), hard: value(text, hardStart, hardEnd) };
    at = text.indexOf('\n', hardEnd) + 1;
  }
  return limits as Limits;
}

/** Lines come in the kernel's order, so a line that is not the one wanted is one this build does not know. */
function startOfLine(text: string, label: string, from: number): number {
  for (let at = from; at < text.length; at = text.indexOf('\n', at) + 1) {
    if (text.startsWith(label, at) && text[at + label.length] === ' ') return at;
  }
  throw new ProcfsError('missing-field', `limits has no ${quote(label)}: ${quote(text)}`);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}

function value(text: string, start: number, end: number): number | null {
  if (text.startsWith('unlimited', start) && end === start + 'unlimited'.length) return null;
  return decimal(text, start, end);
}
