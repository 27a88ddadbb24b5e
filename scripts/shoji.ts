/**
 * `npm run shoji -- <command>`: the command line of this data directory's installation. Only the command's own output
 * is on standard output. Where Shoji is not running, its database is started for the command and stopped after it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build } from './start/build.ts';
import { shoji } from './start/cli.ts';
import { sentence } from './start/failure.ts';
import { Instance } from './start/instance.ts';
import { holderOf } from './start/lock.ts';
import { isAlive } from './start/process-identity.ts';
import { readRecord } from './start/record.ts';
import { readSettings, repository } from './start/settings.ts';

const collector = join(repository, 'apps/collector/dist/shoji-collector.mjs');
const api = join(repository, 'apps/api/dist/cli.js');
const [command, ...rest] = process.argv.slice(2);

try {
  if (!existsSync(api) || !existsSync(collector)) await build();
  const ofCollector = command === 'scan' || command === 'record';
  process.exitCode = ofCollector ? await run(collector, process.env) : await withDatabase();
} catch (error) {
  console.error(sentence(error));
  process.exitCode = 1;
}

async function withDatabase(): Promise<number> {
  const settings = readSettings(process.env);
  if (settings.databaseUrl || !command || command === '--help' || rest.includes('--help')) {
    return run(api, process.env);
  }
  const holder = holderOf(join(settings.dataDir, 'lock'));
  const record = readRecord(settings.dataDir);
  if (holder && isAlive(holder) && record?.databaseUrl) {
    return run(api, { ...process.env, SHOJI_DATA_DIR: settings.dataDir, DATABASE_URL: record.databaseUrl });
  }
  const instance = await Instance.open(settings, (text) => console.error(text));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  try {
    const { url } = await instance.database();
    const env = { ...process.env, SHOJI_DATA_DIR: settings.dataDir, DATABASE_URL: url };
    if (command !== 'migrate') await shoji(['migrate'], env);
    return await run(api, env);
  } finally {
    await instance.stop();
  }
}

/** Runs one of our programs with this process's streams; its exit code. */
function run(program: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...process.argv.slice(2)], { env, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
