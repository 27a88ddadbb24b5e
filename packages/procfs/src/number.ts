import { ProcfsError, quote } from './errors.js';

const zero = 0x30;
const nine = 0x39;
/** More decimal digits than any 64-bit number has. */
const maxDigits = 20;

/**
 * The decimal digits of `text` in [start, end) as a number. Above 2^53-1 it saturates to MAX_SAFE_INTEGER: no limit of
 * that size binds, and an inexact one would not survive canonical JSON. @throws ProcfsError `bad-number`
 */
export function decimal(text: string, start: number, end: number): number {
  if (end <= start || end - start > maxDigits) throw badNumber(text.slice(start, end));
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < zero || unit > nine) throw badNumber(text.slice(start, end));
    value = value * 10 + (unit - zero);
  }
  return value > Number.MAX_SAFE_INTEGER ? Number.MAX_SAFE_INTEGER : value;
}

/** The numbers in [start, end), between any blanks and tabs. @throws ProcfsError `bad-number` */
export function decimals(text: string, start: number, end: number): number[] {
  const values: number[] = [];
  let at = start;
  while (at < end) {
    if (isBlank(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const first = at;
    while (at < end && !isBlank(text.charCodeAt(at))) at += 1;
    values.push(decimal(text, first, at));
  }
  return values;
}

/** `decimals` that are user or group ids or counts of them: 32 bits each. @throws ProcfsError `bad-number` */
export function ids32(text: string): number[] {
  const values = decimals(text, 0, text.length);
  if (values.some((value) => value > 0xffff_ffff)) throw badNumber(text);
  return values;
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

/** `decimal` with an optional minus sign. */
export function integer(text: string, start: number, end: number): number {
  if (text[start] !== '-') return decimal(text, start, end);
  const value = decimal(text, start + 1, end);
  return value === 0 ? 0 : -value;
}

/** @returns the number, or null for the word `max` (cgroup v2's "no limit"). */
export function decimalOrMax(text: string): number | null {
  return text === 'max' ? null : decimal(text, 0, text.length);
}

/** A device number pair, `8:16`. @throws ProcfsError */
export function deviceNumber(text: string): { major: number; minor: number } {
  const colon = text.indexOf(':');
  if (colon < 0) throw new ProcfsError('malformed', `not a device number: ${quote(text)}`);
  return { major: decimal(text, 0, colon), minor: decimal(text, colon + 1, text.length) };
}

function badNumber(text: string): ProcfsError {
  return new ProcfsError('bad-number', `not a decimal number: ${quote(text)}`);
}
