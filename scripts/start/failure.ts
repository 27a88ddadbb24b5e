/** Why Shoji cannot start: one sentence a person can act on, printed alone on standard error. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

export type StartErrorCode =
  | 'usage'
  | 'port'
  | 'directory'
  | 'locked'
  | 'disk-full'
  | 'build'
  | 'account'
  | 'postgres'
  | 'database'
  | 'command'
  | 'part';

/** The sentence for whatever went wrong; a file system error names its path. */
export function sentence(error: unknown): string {
  if (error instanceof StartError) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return diskFull(path ?? 'the data directory');
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return `Shoji may not write ${path ?? 'a file'} (${code}).`;
  }
  return message;
}

/** What a person reads when the file system that holds `path` has no room left. */
export const diskFull = (path: string): string =>
  `The disk is full: no space is left on the file system of ${path}.`;

/** Whether a program's own words mean that; Postgres calls a short write by its size and hints at the disk. */
export const saysDiskFull = (text: string): boolean =>
  /no space left on device|check free disk space|ENOSPC/i.test(text);
