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
  let at = 0;
  for (const [name, label] of labels) {
    const found = text.indexOf(`\n${label} `, at);
    if (found < 0) throw new ProcfsError('missing-field', `limits has no ${quote(label)}: ${quote(text)}`);
    const start = found + 1 + label.length;
    const end = text.indexOf('\n', start);
    limits[name] = parseValues(text.slice(start, end));
    at = end;
  }
  return limits as Limits;
}

function parseValues(columns: string): Rlimit {
  const values = /^ +([^ ]+) +([^ ]+) /.exec(columns);
  if (values?.[1] === undefined || values[2] === undefined) {
    throw new ProcfsError('malformed', `not a soft and a hard limit: ${quote(columns)}`);
  }
  return { soft: parseValue(values[1]), hard: parseValue(values[2]) };
}

function parseValue(value: string): number | null {
  return value === 'unlimited' ? null : decimal(value, 0, value.length);
}
