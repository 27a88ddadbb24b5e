import { execFile, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stopProcess, until } from './process.js';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');

/** The whole product, started as a user starts it. */
export interface System {
  url: string;
  dataDir: string;
  adminPassword: string;
  /** Answer of a GraphQL query with a viewer's token; throws on any error in it. */
  query<T>(document: string, variables?: Record<string, unknown>): Promise<T>;
  /** `npm run -s shoji -- …` on this system; stdout, trimmed. */
  shoji(...args: string[]): Promise<string>;
  /** Process id of one part. */
  pidOf(part: Part): number;
  stop(): Promise<void>;
}

export type Part = 'api' | 'worker' | 'web' | 'collector' | 'postgres';

/** How the command line of each part's main process is told from the others'. */
const commandLine: Record<Part, RegExp> = {
  api: /apps\/api\/dist\/main\.js/,
  worker: /apps\/api\/dist\/worker\.js/,
  web: /apps\/web\/dist\/server\.js/,
  collector: /shoji-collector\.mjs/,
  postgres: /bin\/postgres .*-D/,
};

/** A port of the loopback interface that nobody uses now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Runs `npm start` with its state below `dataDir` and waits for its ready line. */
export async function startSystem(dataDir: string, env: Record<string, string> = {}): Promise<System> {
  const port = await freePort();
  const environment = {
    ...process.env,
    PORT: String(port),
    SHOJI_DATA_DIR: dataDir,
    SHOJI_INTERVAL: '2',
    ...env,
  };
  delete (environment as Record<string, unknown>)['NODE_OPTIONS'];
  const launcher = spawn('npm', ['start'], {
    cwd: repository,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const shoji = async (...args: string[]) => {
    const { stdout } = await run('npm', ['run', '-s', 'shoji', '--', ...args], {
      cwd: repository,
      env: environment,
    });
    return stdout.trim();
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await until('Shoji is ready', () => output.includes(`Shoji is ready: ${url}`), {
      seconds: 300,
      alive: launcher,
    });
  } catch (error) {
    await stopProcess(launcher, 40);
    throw new Error(`npm start did not get ready; it printed:\n${output.slice(-4000)}`, { cause: error });
  }
  const token = await shoji('token', 'create', '--name', 'lab', '--role', 'viewer');
  return {
    url,
    dataDir,
    adminPassword: readFileSync(join(dataDir, 'initial-admin-password'), 'utf8').trim(),
    query: (document, variables) => query(url, token, document, variables),
    shoji,
    pidOf: (part) => findProcess(commandLine[part], dataDir, port),
    stop: () => stopProcess(launcher, 60),
  };
}

async function query<T>(url: string, token: string, document: string, variables?: object): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables }),
    signal: AbortSignal.timeout(20_000),
  });
  const answer = (await response.json()) as { data?: T; errors?: unknown };
  if (!answer.data || answer.errors) throw new Error(`GraphQL ${response.status}: ${JSON.stringify(answer)}`);
  return answer.data;
}

/** The process whose command line matches and whose environment or arguments name this data directory. */
function findProcess(pattern: RegExp, dataDir: string, port: number): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      if (!pattern.test(command) || /npm|bootstrap/.test(command)) continue;
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (
        command.includes(dataDir) ||
        environment.includes(`SHOJI_DATA_DIR=${dataDir}\0`) ||
        environment.includes(`PORT=${port}\0`)
      ) {
        return Number(pid);
      }
    } catch {
      continue; // it ended while we looked
    }
  }
  throw new Error(`no process matches ${pattern} for ${dataDir}`);
}
