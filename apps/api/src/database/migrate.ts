import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';

/** `prisma/migrations` beside `apps`: the same seen from `src` and from `dist`. */
const directory = join(import.meta.dirname, '../../../../prisma/migrations');

/** Everyone who migrates holds this advisory lock; the number means nothing. */
const lock = 7_464_654_411;

/** Nothing outside our own schema is looked at. */
export const filters = { externalTables: ['_prisma_migrations'], externalEnums: [] };

/** Names of the migrations that this build brings, oldest first. */
export async function migrationNames(): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The migrations that this build brings, as the schema engine takes them. */
export async function migrationsList(): Promise<MigrationList> {
  const names = await migrationNames();
  return {
    baseDir: directory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(directory, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(directory, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

async function holdsLock(holder: pg.Client): Promise<boolean> {
  const { rows } = await holder.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [lock]);
  return rows[0]?.held === true;
}

/**
 * Applies what is not applied yet; gives the names. Of several that start at once one works and the rest wait for it.
 * @throws where a migration fails or one that was applied has been edited since.
 */
export async function migrate(connectionString: string): Promise<string[]> {
  const { openSchemaEngine } = await import('./schema-engine.js');
  const holder = new pg.Client(connectionString);
  await holder.connect();
  try {
    // Asked for again and again: who waits within a statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits for that.
    while (!(await holdsLock(holder))) await pause(100);
    const { engine, close } = await openSchemaEngine(connectionString);
    try {
      const list = await migrationsList();
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: list, filters });
      return appliedMigrationNames;
    } finally {
      await close();
    }
  } finally {
    await holder.end();
  }
}
