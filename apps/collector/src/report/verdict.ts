import { signatureWindow } from '@shoji/posture';

/** What the server says to a report or an enrolment, in the collector's terms. */
export type Verdict =
  | { kind: 'taken'; answer: unknown }
  | { kind: 'need'; need: 'inventory' | string[] }
  /** Come back later, not before `afterMs` where the server says so; `null` = it does not. */
  | { kind: 'later'; afterMs: number | null; reason: string }
  /** This host is not wanted (any more): revoked, locked, or never enrolled. */
  | { kind: 'refused'; reason: string }
  | { kind: 'too-large'; reason: string }
  /** The server does not understand this message and will not understand it next time. */
  | { kind: 'invalid'; reason: string };

/** A server's answer as it came. */
export interface Answer {
  status: number;
  headers: { date?: string | undefined; 'retry-after'?: string | undefined };
  body: string;
}

const longestRetryAfter = 3_600_000;

/** Reads an answer; `now` in milliseconds since 1970. */
export function verdictOf({ status, headers, body }: Answer, now: number): Verdict {
  const content = parseJson(body);
  const reason = `${status}: ${reasonIn(content) ?? body.slice(0, 200)}`;
  if (status === 200 || status === 201) {
    return content === undefined ? later(`${status} without JSON: ${body.slice(0, 200)}`) : taken(content);
  }
  if (status === 409) {
    const need = (content as { need?: unknown } | null | undefined)?.need;
    if (need === 'inventory') return { kind: 'need', need };
    if (Array.isArray(need)) return { kind: 'need', need: need.filter((hash) => typeof hash === 'string') };
    // A replay: its number is used up, the next report has another.
    return { kind: 'invalid', reason };
  }
  if (status === 401 || status === 403) {
    const skew = clockSkew(headers.date, now);
    if (codeIn(content) === 'stale-clock') return later(reason);
    // A clock that is off makes every signature stale, and clocks get mended: no reason to leave for good.
    return skew === null
      ? { kind: 'refused', reason }
      : later(`${reason} (this clock is ${skew} s off the server's)`);
  }
  if (status === 413) return { kind: 'too-large', reason };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { kind: 'later', afterMs: retryAfter(headers['retry-after'], now), reason };
  }
  return { kind: 'invalid', reason };
}

const taken = (answer: unknown): Verdict => ({ kind: 'taken', answer });
const later = (reason: string): Verdict => ({ kind: 'later', afterMs: null, reason });

/** Milliseconds to wait (RFC 9110 §10.2.3: seconds or a date), at most an hour. */
function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), longestRetryAfter);
}

/** Seconds between the clocks where they differ by more than a signature may be old; else `null`. */
function clockSkew(date: string | undefined, now: number): number | null {
  const seconds = Math.round(Math.abs(Date.parse(date ?? '') - now) / 1000);
  return seconds > signatureWindow ? seconds : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeIn(content: unknown): unknown {
  return (content as { error?: { code?: unknown } | null } | null | undefined)?.error?.code;
}

/** The words of an error body, whichever of the usual places they are in. */
function reasonIn(content: unknown): string | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const { error, message } = content as { error?: unknown; message?: unknown };
  for (const words of [message, (error as { message?: unknown } | null | undefined)?.message, error]) {
    if (typeof words === 'string') return words.slice(0, 500);
  }
  return undefined;
}
