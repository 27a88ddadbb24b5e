import pg from 'pg';
import { migrationNames } from '../../apps/api/src/database/migrate.js';
import { createDatabase } from '../postgres.js';
import { migrate, schemaScript } from './migrate.js';

describe('migrate', () => {
  it('applies every migration once, however many start at the same moment', async () => {
    const url = await createDatabase();
    const said = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const names = (await migrationNames()).join(', ');
    expect(said.sort()).toEqual([`applied ${names}`, 'up to date', 'up to date']);
    expect(await migrate(url)).toBe('up to date');
  });

  // Compared in Postgres' own catalogue: the engine's reading of a database fails on its "char" columns.
  it('makes the columns, keys and indexes that schema.prisma says', async () => {
    const [migrated, said] = [await createDatabase(), await createDatabase()];
    await migrate(migrated);
    await on(said, await schemaScript(said));
    const expected = await shape(said);
    expect(expected.length).toBeGreaterThan(50);
    expect(await shape(migrated)).toEqual(expected);
  });
});

/** Every column, key and plain index as one line each. */
const shape = async (url: string): Promise<unknown[]> =>
  (
    await on(
      url,
      `SELECT line FROM (
         SELECT format('%s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  CASE WHEN a.attnotnull THEN 'not null' END, pg_get_expr(d.adbin, d.adrelid)) AS line
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
         UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u')
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
         UNION ALL SELECT format('%s %s', enumtypid::regtype, enumlabel) FROM pg_enum
       ) AS lines WHERE line NOT LIKE '%_prisma_migrations%' ORDER BY line COLLATE "C"`,
    )
  ).map(({ line }) => line);

async function on(url: string, statement: string): Promise<{ line?: unknown }[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<{ line?: unknown }>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('audit_event', () => {
  it.each(['UPDATE audit_event SET actor = $$x$$', 'DELETE FROM audit_event', 'TRUNCATE audit_event'])(
    'refuses %s',
    async (statement) => {
      const url = await createDatabase();
      await migrate(url);
      const client = new pg.Client(url);
      await client.connect();
      await client.query(
        "INSERT INTO audit_event (actor, action, subject, detail) VALUES ('system', 'a', 's', '{}')",
      );
      await expect(client.query(statement)).rejects.toThrow('append-only');
      await client.end();
    },
  );
});
