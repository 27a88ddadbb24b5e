import { ProcfsError, quote } from './errors.js';
import { lines, words } from './lines.js';
import { decimal } from './number.js';

/** A range of ids: `inside` the user namespace it begins with one, `outside`, in the reader's, with another. */
export interface IdRange {
  inside: number;
  outside: number;
  size: number;
}

/** /proc/PID/uid_map or gid_map (user_namespaces(7)); empty = no id is mapped yet. @throws ProcfsError */
export function parseIdMap(text: string): IdRange[] {
  return lines(text).map((line) => {
    const [inside, outside, size, ...rest] = words(line).map((word) => decimal(word, 0, word.length));
    if (inside === undefined || outside === undefined || size === undefined || rest.length > 0) {
      throw new ProcfsError('malformed', `not an id range: ${quote(line)}`);
    }
    return { inside, outside, size };
  });
}
