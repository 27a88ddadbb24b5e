import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './failure.ts';

/** The user Postgres runs as when Shoji runs as root: Postgres refuses root. */
export interface Account {
  uid: number;
  gid: number;
}

const name = 'shoji';
/** Where binaries go that the account cannot reach in the repository. */
const publicDirectory = '/var/lib/shoji';

/**
 * The account for Postgres, made where there is none; `undefined` when Shoji does not run as root.
 * @throws {StartError} `account` when it can be neither found nor made.
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUp();
  if (found) return found;
  const made = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name],
    {
      encoding: 'utf8',
    },
  );
  const account = lookUp(); // also there when another instance made it at the same moment
  if (account) return account;
  const why = made.error?.message ?? made.stderr.trim();
  throw new StartError(
    'account',
    `Postgres does not run as root and the user "${name}" could not be made (${why}): make it, run Shoji as an ordinary user, or set DATABASE_URL.`,
  );
}

function lookUp(): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/**
 * The Postgres installation at a place the account can reach: where it is, or, when a directory above is closed to
 * others (a clone in /root), a copy below /var/lib/shoji that is made once.
 */
export function reachable(
  native: string,
  version: string,
  account: Account | undefined,
  say: (text: string) => void,
): string {
  if (!account || canRun(join(native, 'bin/postgres'), account)) return native;
  const copy = join(publicDirectory, `postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    mkdirSync(publicDirectory, { recursive: true, mode: 0o755 });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    execFileSync('chmod', ['-R', 'a+rX', unfinished]);
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true });
      if (!existsSync(copy)) throw error; // else another instance was faster
    }
    say(`  The user "${name}" cannot reach this directory: the Postgres binaries were copied to ${copy}.`);
  }
  return copy;
}

const canRun = (file: string, account: Account): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$0"', file], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
