import { resolve } from 'node:path';
import { StartError } from './failure.ts';

/** What one instance runs with, from the environment. */
export interface Settings {
  port: number;
  host: string;
  /** Absolute; everything the instance keeps is below it. */
  dataDir: string;
  /** A Postgres of the user's own; absent = the embedded one. */
  databaseUrl: string | undefined;
  /** Seconds between two reports of the local collector. */
  interval: number;
}

export const repository = resolve(import.meta.dirname, '../..');

export const help = `Starts Shoji: database, API, worker, dashboard, and a collector for this machine.

  npm start

Environment:
  PORT             port of the dashboard (3000)
  HOST             address of the dashboard (127.0.0.1)
  SHOJI_DATA_DIR   where everything is kept (.shoji in the repository)
  SHOJI_INTERVAL   seconds between two reports of this machine's collector (10)
  SHOJI_PUBLIC_URL where people reach the dashboard (http://HOST:PORT)
  DATABASE_URL     a Postgres to use instead of the embedded one
  REDIS_URL        a Redis to carry the queues instead of Postgres

Ctrl-C or SIGTERM stops every process, Postgres last.`;

/**
 * Reads the environment; a relative data directory is meant from where the user stands.
 * @throws {StartError} `usage`, naming the variable.
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: integer(env, 'PORT', 3000, 1, 65535),
    host: env['HOST'] || '127.0.0.1',
    dataDir: resolve(env['INIT_CWD'] ?? '.', env['SHOJI_DATA_DIR'] || resolve(repository, '.shoji')),
    databaseUrl: databaseUrl(env['DATABASE_URL']),
    interval: integer(env, 'SHOJI_INTERVAL', 10, 1, 86400),
  };
}

function integer(
  env: NodeJS.ProcessEnv,
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const text = env[name];
  if (!text) return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new StartError('usage', `${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function databaseUrl(text: string | undefined): string | undefined {
  if (!text) return undefined;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  // The text is not quoted: it may hold a password.
  throw new StartError(
    'database',
    'DATABASE_URL must be a URL like postgresql://user:password@host:5432/database.',
  );
}
