import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { diskFull, StartError } from './failure.ts';

/**
 * Makes the data directory, closed to everybody else, and proves that it can be written.
 * @throws {StartError} `directory` or `disk-full`.
 */
export function prepareDirectory(dataDir: string): void {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    // A full disk still gives empty files: only bytes prove room.
    writeFileSync(probe, Buffer.alloc(64 * 1024), { flush: true });
    rmSync(probe);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'ENOSPC') {
      rmSync(probe, { force: true });
      throw new StartError('disk-full', diskFull(dataDir), { cause });
    }
    throw new StartError('directory', `The data directory ${dataDir} cannot be written (${code}).`, {
      cause,
    });
  }
}

/** Writes a secret that only the owner may read; whole or not at all. */
export function writeSecret(file: string, secret: string): void {
  writeFileSync(`${file}.new`, `${secret}\n`, { mode: 0o600, flush: true });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

/** A kept secret; `undefined` when there is none. */
export function readSecret(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

/** Begins a new log for a part and keeps the one before it; the path. */
export function rotateLog(dataDir: string, name: string): string {
  const file = join(dataDir, 'logs', `${name}.log`);
  if (existsSync(file) && statSync(file).size > 0) renameSync(file, `${file}.1`);
  return file;
}

/** The end of a log, for the sentence about a part that ended. */
export function lastLines(file: string, count: number): string {
  if (!existsSync(file)) return '';
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n').slice(-2000);
}
