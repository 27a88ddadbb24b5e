import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { shoji } from './cli.ts';
import { writeSecret } from './directory.ts';
import type { PartPlan } from './part.ts';
import { repository, type Settings } from './settings.ts';

/** Where the parts of one instance find each other. */
export interface Addresses {
  databaseUrl: string;
  apiPort: number;
  workerPort: number;
}

/** Environment of every part; they find their data directory in it, and so does whoever looks for them. */
export const environment = (
  settings: Settings,
  { databaseUrl, apiPort, workerPort }: Addresses,
): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  SHOJI_DATA_DIR: settings.dataDir,
  SHOJI_PUBLIC_URL: process.env['SHOJI_PUBLIC_URL'] || origin(settings),
  DATABASE_URL: databaseUrl,
  API_HOST: '127.0.0.1',
  API_PORT: String(apiPort),
  WORKER_PORT: String(workerPort),
  SHOJI_API_URL: `http://127.0.0.1:${apiPort}`,
  HOST: settings.host,
  PORT: String(settings.port),
});

/** Where this machine reaches the dashboard. */
export const origin = ({ host, port }: Settings): string => {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
};

const node = (script: string, ...args: string[]): { command: string; args: string[] } => ({
  command: process.execPath,
  args: [join(repository, script), ...args],
});

export const apiPlan = (env: NodeJS.ProcessEnv): PartPlan => ({
  name: 'api',
  ...node('apps/api/dist/main.js'),
  env,
  ready: () => answers(`${env['SHOJI_API_URL']}/readyz`),
});

export const workerPlan = (env: NodeJS.ProcessEnv): PartPlan => ({
  name: 'worker',
  ...node('apps/api/dist/worker.js'),
  env,
  ready: () => answers(`http://127.0.0.1:${env['WORKER_PORT']}/healthz`),
});

export const webPlan = (env: NodeJS.ProcessEnv, settings: Settings): PartPlan => ({
  name: 'web',
  ...node('apps/web/dist/server.js'),
  env,
  ready: () => answers(`${origin(settings)}/healthz`),
});

/** The collector of this machine, with an enrolment token of its own until it is enrolled. */
export async function collectorPlan(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  reported: () => Promise<boolean>,
): Promise<PartPlan> {
  const tokenFile = join(settings.dataDir, 'enrolment-token');
  const enrolled = join(settings.dataDir, 'enrolled');
  if (!existsSync(enrolled)) {
    writeSecret(tokenFile, await shoji(['enroll-token', 'create', '--name', 'local', '--uses', '1'], env));
  }
  return {
    name: 'collector',
    ...node(
      'apps/collector/dist/shoji-collector.mjs',
      'run',
      ...['--server', origin(settings), '--state-dir', join(settings.dataDir, 'collector')],
      // One host alone has nobody to keep apart from.
      ...['--interval', String(settings.interval), '--jitter', '0'],
      ...(existsSync(enrolled) ? [] : ['--enroll-token-file', tokenFile]),
    ),
    // It reads other people's processes: it is given nothing that it has no use for, the database least of all.
    env: { PATH: env['PATH'], LC_ALL: 'C', SHOJI_DATA_DIR: settings.dataDir },
    ready: async () => {
      if (!(await reported())) return false;
      writeSecret(enrolled, 'The collector of this directory is enrolled.');
      rmSync(tokenFile, { force: true });
      return true;
    },
    patience: 120,
  };
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  await response.arrayBuffer();
  return response.ok;
}
