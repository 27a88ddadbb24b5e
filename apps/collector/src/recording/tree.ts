import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { posix } from 'node:path';
import { systemError } from '../read/files.js';

/** Why a directory cannot be replayed. `no-recording`: it has no `fs` folder; `malformed`: one of its lists is no list. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  constructor(
    readonly code: 'no-recording' | 'malformed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Largest list (`links.json` and its siblings) in bytes. */
const maxList = 64 * 1024 * 1024;

/** The files of a recording. Only what is a regular file, reached through no link, can be read through it. */
export class RecordingTree {
  /** File on this machine by its path within the recording (`/fs/proc/1/stat`). */
  readonly #files: ReadonlyMap<string, string>;

  /** @throws {RecordingError} `no-recording` */
  constructor(directory: string) {
    try {
      this.#files = regularFiles(directory);
    } catch (cause) {
      throw new RecordingError('no-recording', `${directory} cannot be read`, { cause });
    }
    if (this.below('/fs').length === 0)
      throw new RecordingError(
        'no-recording',
        `${directory} holds no recording: nothing is in its fs folder`,
      );
  }

  /** Paths below a folder of the recording, told from it, with the file that holds each. */
  below(folder: string): [path: string, file: string][] {
    return [...this.#files]
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, file]) => [path.slice(folder.length), file]);
  }

  /** The file at a path within the recording, if it has one. */
  file(path: string): string | undefined {
    return this.#files.get(path);
  }

  /** A JSON object beside `fs` as entries; none where the recording has no such file. @throws {RecordingError} `malformed` */
  list(name: string): [string, unknown][] {
    const file = this.file(`/${name}`);
    if (file === undefined) return [];
    let value: unknown;
    try {
      value = JSON.parse(readRegular(file, maxList));
    } catch (cause) {
      throw new RecordingError('malformed', `${name} of the recording is no JSON`, { cause });
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new RecordingError('malformed', `${name} of the recording is no object`);
    return Object.entries(value);
  }
}

/** Whoever made the recording could have led a link anywhere on this machine: none is followed. */
function regularFiles(directory: string): Map<string, string> {
  const found = new Map<string, string>();
  const pending = [''];
  for (let at = pending.pop(); at !== undefined; at = pending.pop())
    for (const entry of readdirSync(`${directory}${at}`, { withFileTypes: true })) {
      const path = `${at}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else if (entry.isFile()) found.set(path, `${directory}${path}`);
    }
  return found;
}

/** The text of a regular file. @throws `EFBIG` beyond the limit in bytes, `ELOOP` for a link. */
export function readRegular(file: string, limit: number): string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = fstatSync(descriptor);
    if (size > limit) throw systemError('EFBIG', file);
    const buffer = Buffer.allocUnsafe(size);
    let length = 0;
    for (let count = -1; count !== 0 && length < size; length += count)
      count = readSync(descriptor, buffer, length, size - length, null);
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** The plain form of a path on the recorded host. @throws `EINVAL` for one that no host has. */
export function plainPath(path: string): string {
  if (!path.startsWith('/') || path.includes('\0')) throw systemError('EINVAL', path);
  const plain = posix.normalize(path);
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
}

/** Every directory above a path, innermost first: `/a/b` has `/a` and `/`. */
export function* ancestors(path: string): Generator<string> {
  for (let at = path; at !== '/';) {
    at = posix.dirname(at);
    yield at;
  }
}
