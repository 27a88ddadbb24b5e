import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const built = join(import.meta.dirname, '../../apps/api/dist');
const execute = promisify(execFile);

/**
 * Migrates with the built CLI; gives what it printed. Not in this process: the schema engine's WebAssembly panics within
 * the VM modules in which Jest runs tests.
 */
export async function migrate(url: string): Promise<string> {
  return run([join(built, 'cli.js'), 'migrate'], url);
}

/** The SQL that makes what `schema.prisma` says out of an empty database; `url` is any database. */
export async function schemaScript(url: string): Promise<string> {
  return run([join(import.meta.dirname, 'schema-script.mjs'), built], url);
}

async function run(args: string[], url: string): Promise<string> {
  const { stdout } = await execute(process.execPath, args, {
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
    timeout: 60_000,
  });
  return stdout.trim();
}
