import { ProcfsError, quote } from './errors.js';
import { lines } from './lines.js';
import { decimal } from './number.js';

/** A flat keyed cgroup file (`memory.stat`, `memory.events`, `io.weight`): key -> number, one line each. @throws ProcfsError */
export function parseFlatKeyed(text: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of lines(text)) {
    const blank = line.lastIndexOf(' ');
    if (blank <= 0) throw new ProcfsError('malformed', `not a key and a value: ${quote(line)}`);
    values.set(line.slice(0, blank), decimal(line, blank + 1, line.length));
  }
  return values;
}
