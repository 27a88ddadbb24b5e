import { mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { closeSync, openSync } from 'node:fs';
import { CollectorError, messageOf } from '../errors.js';

/**
 * Makes the state directory (0700) or takes the one that is there.
 * @throws {CollectorError} `bad-state` where it cannot be made or others may write to it.
 */
export function openStateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CollectorError('bad-state', `cannot make the state directory ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o022) !== 0) {
    const octal = mode.toString(8);
    throw new CollectorError('bad-state', `${path} is writable by others (mode ${octal}): chmod 700 ${path}`);
  }
}

/**
 * Holds the state directory against a second collector: two senders with one key would look like a stolen key and
 * lock the host. A listening unix socket is let go by the kernel however the process ends.
 * @throws {CollectorError} `bad-state` where another collector holds it.
 */
export async function lockStateDirectory(path: string): Promise<{ release(): void }> {
  // sun_path takes 107 bytes only: the directory is named by descriptor instead.
  const directory = openSync(path, 'r');
  const socket = `/proc/self/fd/${directory}/lock`;
  const server = createServer((client) => client.destroy());
  const listen = () =>
    new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.listen(socket, () => resolve(true));
    });
  try {
    if (!(await listen())) {
      if (await answers(socket)) {
        throw new CollectorError('bad-state', `another collector runs on ${path}`);
      }
      rmSync(join(path, 'lock'), { force: true });
      if (!(await listen())) throw new CollectorError('bad-state', `another collector runs on ${path}`);
    }
  } catch (error) {
    closeSync(directory);
    if (error instanceof CollectorError) throw error;
    throw new CollectorError('bad-state', `cannot lock ${path}: ${messageOf(error)}`, { cause: error });
  }
  server.unref();
  return {
    release: () => {
      server.close();
      closeSync(directory);
    },
  };
}

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const client = connect(socket);
    const done = (alive: boolean) => {
      client.destroy();
      resolve(alive);
    };
    client.once('connect', () => done(true));
    client.once('error', () => done(false));
  });
