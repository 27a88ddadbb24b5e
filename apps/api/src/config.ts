import { Global, Module, type DynamicModule } from '@nestjs/common';
import { z } from 'zod';

/** Passwords that examples and images ship with. */
const wellKnownPasswords = ['postgres', 'password', 'changeme', 'shoji', 'secret', 'admin'];

const url = (...protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const integer = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const mebibyte = 1024 * 1024;

/** Every variable the API and the worker read; each bound has its reason beside it. */
const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  DATABASE_URL: url('postgres:', 'postgresql:'),
  /** Queues and live updates go over this Redis; absent = over Postgres. */
  REDIS_URL: url('redis:', 'rediss:').optional(),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 = any free port, for tests. */
  API_PORT: integer(0, 65535).default(3001),
  /** The worker's /healthz and /metrics, on loopback; absent = none. */
  WORKER_PORT: integer(1, 65535).optional(),
  /** Addresses or CIDR ranges, comma-separated, whose `X-Forwarded-*` is believed: the web front, here on loopback. */
  TRUSTED_PROXIES: z
    .string()
    .regex(/^(loopback|[\da-f.:/]+)(,(loopback|[\da-f.:/]+))*$/i, {
      error: 'must list addresses or CIDR ranges, or loopback',
    })
    .default('loopback'),
  /** Where people reach the dashboard; `https:` makes the session cookie `__Host-` and secure. */
  SHOJI_PUBLIC_URL: url('http:', 'https:').default('http://127.0.0.1:3000'),
  /** Connections one process holds; Postgres' own default allows 100 for everyone. */
  DATABASE_POOL_SIZE: integer(2, 90).default(10),
  /** Milliseconds to wait for a connection before a request is answered with 503. */
  DATABASE_CONNECT_TIMEOUT: integer(100, 60_000).default(3_000),
  /** Milliseconds one statement may take: the largest report needs a few seconds, and whoever asked gives up after 30. */
  DATABASE_STATEMENT_TIMEOUT: integer(1_000, 600_000).default(30_000),
  /** Bytes of a report as sent: 20,000 containers compress to about a quarter of it. */
  REPORT_LIMIT: integer(1024, 64 * mebibyte).default(8 * mebibyte),
  /** Bytes of a report after decompression: parsed it takes some ten times as much memory. */
  REPORT_INFLATED_LIMIT: integer(1024, 256 * mebibyte).default(32 * mebibyte),
  /** Reports in work or waiting in one process; more are told to come back. */
  REPORT_CONCURRENCY: integer(1, 10_000).default(256),
  /** Seconds for which a posture must have held before a workload's baseline is learned from it; a day is longer than any start. */
  DRIFT_STABLE_SECONDS: integer(0, 86_400).default(60),
});

/** What one process runs with. Inject it with `@Inject(CONFIG)`. */
export type Config = z.infer<typeof variables>;

/** Injection token of {@link Config}. */
export const CONFIG = Symbol('CONFIG');

/** A variable that stops the start; the message names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment once.
 * @throws {ConfigError} naming every bad variable, or a well-known password in production.
 */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigError(`The configuration does not work.\n${lines.join('\n')}`);
  }
  for (const name of ['DATABASE_URL', 'REDIS_URL'] as const) {
    const value = parsed.data[name];
    if (parsed.data.NODE_ENV !== 'production' || value === undefined) continue;
    if (wellKnownPasswords.includes(decodeURIComponent(new URL(value).password))) {
      throw new ConfigError(`${name}: its password is a well-known default; production needs one of its own`);
    }
  }
  return parsed.data;
}

/** Gives {@link CONFIG} to every slice. */
@Global()
@Module({})
export class ConfigModule {
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
