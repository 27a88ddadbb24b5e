import { isUnreadable, isUnsupported, type Fact } from '@shoji/posture';
import type { Colour } from '../../terminal/terminal.js';

/** One fact in words: what it is of, what it is, and how it should catch the eye. */
export interface Line {
  label: string;
  text: string;
  colour?: Colour;
}

/** A fact as a line: its value in words, or why there is none. */
export function factLine<T>(
  label: string,
  fact: Fact<T>,
  words: (value: T) => string,
  colour?: Colour,
): Line {
  if (isUnreadable(fact)) return { label, text: `unknown: ${reasonWords(fact.unreadable)}`, colour: 'doubt' };
  if (isUnsupported(fact)) return { label, text: `none here: ${fact.unsupported}`, colour: 'dim' };
  return { label, text: words(fact), ...(colour && { colour }) };
}

/** A fact within a sentence. */
export const inWords = <T>(fact: Fact<T>, words: (value: T) => string): string =>
  factLine('', fact, words).text;

const errnos: Record<string, string> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ENOENT: 'the file is not there',
  ENOTRECORDED: 'it was not recorded',
};

/** Why something could not be read, for a person; the errno stays visible. */
export const reasonWords = (reason: string): string =>
  errnos[reason] === undefined ? reason : `${errnos[reason]} (${reason})`;

/** Items in a row, or a word for none. */
export const listed = (items: readonly string[], none = 'none'): string =>
  items.length === 0 ? none : items.join(' ');

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes in the largest unit that keeps them exact to a tenth. */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${units[unit]}`;
}
