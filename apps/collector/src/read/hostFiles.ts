import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { listDeviceNodes } from './deviceNodes.js';
import { codeOf, systemError, type Files, type HeldFile } from './files.js';
import { isOneRecord } from './oneRecord.js';

/** Each costs the kernel about 5 KiB; two of them stand for a process. */
const mostHeld = 2048;

const usual = 64 * 1024;
/** A buffer beyond this is not kept: few files are so large, and those are read seldom. */
const mostKept = 512 * 1024;

/** Reads into one buffer that is kept and grows with need: /proc files have no size to ask for beforehand. */
export function createHostFiles(procfs: string): Files {
  let buffer = Buffer.allocUnsafe(usual);
  let holdable: number | null = null;

  /** Fills the buffer, from the start where `again`, else from where the file stands; how many bytes it then has. */
  const fill = (file: number, path: string, again: boolean, limit: number): number => {
    const single = isOneRecord(path);
    let length = 0;
    for (;;) {
      if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const count = readSync(file, buffer, length, buffer.length - length, again ? length : null);
      length += count;
      if (length > limit) throw systemError('EFBIG', path);
      if (count === 0 || (single && length < buffer.length)) return length;
    }
  };

  return {
    readText: (path, limit = 16 * 1024 * 1024) => {
      // Some paths lie where a user of the host may put a pipe that nobody ever writes to.
      const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        const length = fill(file, path, false, limit);
        return buffer.toString('utf8', 0, length);
      } finally {
        closeSync(file);
        if (buffer.length > mostKept) buffer = Buffer.allocUnsafe(usual);
      }
    },
    hold: (path): HeldFile | null => {
      holdable ??= Math.min(mostHeld, Math.floor(openFilesLimit() / 4));
      if (holdable === 0) return null;
      const file = openSync(path, 'r');
      holdable -= 1;
      let text = '';
      return {
        read: () => {
          const now = buffer.toString('utf8', 0, fill(file, path, true, Infinity));
          // Most files that are held say the same again: what was made of the text is found by it.
          return now === text ? text : (text = now);
        },
        close: () => {
          closeSync(file);
          holdable = (holdable ?? 0) + 1;
        },
      };
    },
    readLink: (path) => readlinkSync(path),
    readDir: (path) => readdirSync(path),
    exists: (path) => {
      try {
        accessSync(path);
        return true;
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return false;
        throw error;
      }
    },
    version: (path) => {
      const { ino, size, mtimeMs, ctimeMs } = lstatSync(path);
      return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
    },
    permissions: (path) => {
      const { mode, uid, gid } = lstatSync(path);
      return { mode: mode & 0o7777, uid, gid };
    },
    deviceNodes: (root, directory) => listDeviceNodes(procfs, root, directory),
  };
}

/** How many files this process may have open; 0 where that cannot be told (proc_pid_limits(5)). */
function openFilesLimit(): number {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
