/** Prints the SQL that makes what `schema.prisma` says out of an empty database; the argument is the built API's folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { openSchemaEngine, schemaPath: path } = await import(
  pathToFileURL(join(process.argv[2], 'database/schema-engine.js')).href
);
const content = await readFile(path, 'utf8');
const { engine, close } = await openSchemaEngine(process.env.DATABASE_URL);
const { stdout } = await engine.diff({
  from: { tag: 'empty' },
  to: { tag: 'schemaDatamodel', files: [{ path, content }] },
  script: true,
  exitCode: null,
  filters: { externalTables: [], externalEnums: [] },
});
await close();
process.stdout.write(stdout, () => process.exit());
