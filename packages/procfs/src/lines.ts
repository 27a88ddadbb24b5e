import { ProcfsError, quote } from './errors.js';

/** The lines of a kernel file, without their newlines; none for empty text. @throws ProcfsError `truncated` */
export function lines(text: string): string[] {
  if (text === '') return [];
  requireWholeLines(text);
  return text.slice(0, -1).split('\n');
}

/** The kernel ends every line: text that does not was cut, and what it says last is not what the kernel said. */
export function requireWholeLines(text: string): void {
  if (text !== '' && !text.endsWith('\n')) {
    throw new ProcfsError(
      'truncated',
      `text ends inside a line: ${quote(text.slice(text.lastIndexOf('\n') + 1))}`,
    );
  }
}

/** A file of one line: the text without its final newline or NUL. @throws ProcfsError where there is more or nothing */
export function singleLine(text: string, file: string): string {
  let end = text.length;
  if (end > 0 && text[end - 1] === '\0') end -= 1;
  if (end > 0 && text[end - 1] === '\n') end -= 1;
  const line = end === text.length ? text : text.slice(0, end);
  if (line === '') throw new ProcfsError('missing-field', `${file} is empty`);
  if (line.includes('\n') || line.includes('\0')) {
    throw new ProcfsError('malformed', `${file} has more than one line: ${quote(line)}`);
  }
  return line;
}
