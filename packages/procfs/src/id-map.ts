import { ProcfsError, quote } from './errors.js';
import { lines } from './lines.js';
import { ids32 } from './number.js';

/** A range of ids: `inside` the user namespace it begins with one, `outside`, in the reader's, with another. */
export interface IdRange {
  inside: number;
  outside: number;
  size: number;
}

export type IdMap = IdRange[];

/** /proc/PID/uid_map or gid_map (user_namespaces(7)); empty = no id is mapped yet. @throws ProcfsError */
export function parseIdMap(text: string): IdMap {
  return lines(text).map((line) => {
    const [inside, outside, size, ...rest] = ids32(line);
    if (inside === undefined || outside === undefined || size === undefined || rest.length > 0) {
      throw new ProcfsError('malformed', `not an id range: ${quote(line)}`);
    }
    return { inside, outside, size };
  });
}
