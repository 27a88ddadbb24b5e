import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { filters, migrate, migrationNames } from '../../apps/api/src/database/migrate.js';
import { openSchemaEngine, schemaPath as schema } from '../../apps/api/src/database/schema-engine.js';
import { createDatabase } from '../postgres.js';

describe('migrate', () => {
  it('applies every migration once, however many start at the same moment', async () => {
    const url = await createDatabase();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.flat()).toEqual(await migrationNames());
    expect(await migrate(url)).toEqual([]);
  });

  it('makes exactly what schema.prisma says', async () => {
    const url = await createDatabase();
    await migrate(url);
    const content = await readFile(schema, 'utf8');
    const { engine, close } = await openSchemaEngine(url);
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: [{ path: schema, content }], configDir: '.' },
      to: { tag: 'schemaDatamodel', files: [{ path: schema, content }] },
      script: true,
      exitCode: null,
      filters,
    });
    await close();
    expect(stdout).toMatch(/^(-- This is an empty migration\.)?\s*$/);
  });
});

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
