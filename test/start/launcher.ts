import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../harness/process.js';

const repository = join(import.meta.dirname, '../..');

/** One `npm start`, as a terminal would run it: in a process group of its own. */
export class Launcher {
  output = '';
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(dataDir: string, port: number, env: Record<string, string> = {}) {
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      SHOJI_DATA_DIR: dataDir,
      PORT: String(port),
      SHOJI_INTERVAL: '2',
      ...env,
    };
    delete environment['NODE_OPTIONS'];
    this.process = spawn('npm', ['start', '--silent'], {
      cwd: repository,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
  }

  /** Waits for the ready line; the failure shows what was printed. */
  async ready(): Promise<void> {
    const line = /Shoji is ready: http:\/\/127\.0\.0\.1:\d+/;
    await until('Shoji is ready', () => line.test(this.output), { seconds: 240, alive: this.process }).catch(
      (cause: unknown) => {
        throw new Error(`npm start printed:\n${this.output}`, { cause });
      },
    );
  }

  /** Ctrl-C, or whatever else a terminal sends to the whole group. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.process.pid!, signal);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGTERM');
    await this.ended;
  }
}

/** Command lines of the living processes that belong to a data directory; Postgres is known by where it works. */
export function processesOf(dataDir: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const directory = readlinkSync(`/proc/${pid}/cwd`);
        const ours = environment.includes(`SHOJI_DATA_DIR=${dataDir}`) || directory.startsWith(`${dataDir}/`);
        return ours ? [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`] : [];
      } catch {
        return []; // it ended while we looked, or is a zombie
      }
    });
}
