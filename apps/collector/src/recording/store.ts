import { existsSync, linkSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../read/files.js';
import { RecordError } from './recordError.js';

/** Texts longer than this that are equal share one file on the disk. */
const worthSharing = 4096;

/** A recording on the disk, written below a directory that was empty before. */
export class Store {
  files = 0;
  /** As the disk holds them: equal texts count once. */
  bytes = 0;
  readonly #written = new Map<string, string>();

  /** @throws {RecordError} `bad-directory` where it is not empty or cannot be made. */
  constructor(readonly directory: string) {
    try {
      mkdirSync(directory, { recursive: true });
      if (readdirSync(directory).length === 0) return;
    } catch (cause) {
      throw new RecordError('bad-directory', `${directory} cannot be made or read (${codeOf(cause) ?? ''})`, {
        cause,
      });
    }
    throw new RecordError(
      'bad-directory',
      `${directory} is not empty: a recording needs a directory of its own`,
    );
  }

  /** Writes one text at a path within the recording. @throws {RecordError} `disk-full`, `not-written` */
  write(path: string, text: string): void {
    const file = join(this.directory, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      if (!this.#share(text, file)) {
        writeFileSync(file, text, { flag: 'wx' });
        this.bytes += Buffer.byteLength(text);
      }
      this.files += 1;
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  /** Takes back all that was written: half a recording is none. */
  discard(): void {
    if (!existsSync(this.directory)) return;
    for (const name of readdirSync(this.directory)) rmSync(join(this.directory, name), { recursive: true });
  }

  #share(text: string, file: string): boolean {
    if (text.length <= worthSharing) return false;
    const twin = this.#written.get(text);
    if (twin === undefined) {
      this.#written.set(text, file);
      return false;
    }
    try {
      linkSync(twin, file);
      return true;
    } catch {
      return false; // a file system without hard links
    }
  }

  #failure(cause: unknown): RecordError {
    const code = codeOf(cause);
    if (code === 'ENOSPC' || code === 'EDQUOT')
      return new RecordError(
        'disk-full',
        `the disk of ${this.directory} is full after ${megabytes(this.bytes)}; nothing was kept`,
        { cause },
      );
    return new RecordError('not-written', `${this.directory} cannot be written (${code ?? String(cause)})`, {
      cause,
    });
  }
}

/** Bytes for people. */
export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
