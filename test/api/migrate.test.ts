import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

it('keeps of each distinct container the newest verdict when verdicts of several rule sets are on record', async () => {
  const url = await createDatabase();
  const names = await migrationNames();
  const since = names.indexOf('20261130224000_let_verdicts_be_missing');
  const apply = async (some: string[]) => {
    for (const name of some)
      await on(
        url,
        readFileSync(join(import.meta.dirname, `../../prisma/migrations/${name}/migration.sql`), 'utf8'),
      );
  };
  await apply(names.slice(0, since));
  await on(
    url,
    `INSERT INTO host (id, name) VALUES ('00000000-0000-4000-8000-000000000000', 'h');
     INSERT INTO judgement (posture_hash, host_hash, traits_hash, rule_set, score, up_to, coverage, band, walls, parts)
     SELECT p, 'h', 't', s, score, score, 1, 'low', '[]', '[]'
     FROM (VALUES ('shared', 'old', 1), ('shared', 'new', 2), ('past', 'old', 3)) AS v (p, s, score);
     INSERT INTO outcome SELECT id, 'rule', 'fail', 'high', 'user', '[]' FROM judgement;
     INSERT INTO container (host_id, key, kind, runtime, name, instance, instance_hash, posture_hash, host_hash, traits_hash,
       first_seen, judgement_id, risk_score, risk_up_to)
     SELECT h.id, v.key, 'container', 'docker', v.key, '{}', 'i', v.posture, 'h', 't', now(), j.id, j.score, j.up_to
     FROM host h, (VALUES ('a', 'shared', 'old'), ('b', 'shared', 'new'), ('c', 'waiting', 'none')) AS v (key, posture, set)
     LEFT JOIN judgement j ON j.posture_hash = v.posture AND j.rule_set = v.set;
     INSERT INTO posture_period (container_id, posture_hash, host_hash, traits_hash, from_at)
     SELECT id, 'past', 'h', 't', now() FROM container WHERE key = 'a'`,
  );
  await apply(names.slice(since));
  expect(
    await on(
      url,
      `SELECT c.key, j.posture_hash AS posture, j.rule_set AS set, j.score,
         (SELECT count(*)::int FROM outcome WHERE judgement_id = j.id) AS outcomes
       FROM judgement j LEFT JOIN container c ON c.judgement_id = j.id ORDER BY 2, 1`,
    ),
  ).toEqual([
    { key: null, posture: 'past', set: 'old', score: 3, outcomes: 1 },
    { key: 'a', posture: 'shared', set: 'new', score: 2, outcomes: 1 },
    { key: 'b', posture: 'shared', set: 'new', score: 2, outcomes: 1 },
    { key: 'c', posture: 'waiting', set: null, score: null, outcomes: 0 },
  ]);
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

async function on(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
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
