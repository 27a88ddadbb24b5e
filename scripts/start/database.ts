import pg from 'pg';
import { StartError } from './failure.ts';

/** @throws {StartError} `database` when nobody answers at the user's own DATABASE_URL, or not as Postgres. */
export async function requireDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (cause) {
    const { host, pathname } = new URL(url);
    const why = (cause as Error).message || (cause as NodeJS.ErrnoException).code || 'no answer';
    throw new StartError('database', `DATABASE_URL does not work (${host}${pathname}): ${why}.`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}
