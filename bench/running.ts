/** The collector as it is shipped, running against a server that takes every report. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TestServer } from '../apps/collector/src/testing/server.js';
import { stopProcess } from '../test/harness/process.js';

/** A running collector. */
export interface Running {
  pid: number;
  server: TestServer;
  /** Calls back with every line of its log, as soon as it is written. */
  onLine(call: (line: string) => void): void;
  stop: () => Promise<void>;
}

const bundle = join(import.meta.dirname, '../apps/collector/dist/shoji-collector.mjs');

/** Starts the bundle with its state below the directory; resolves with its first report. */
export async function startCollector(directory: string, ...flags: string[]): Promise<Running> {
  mkdirSync(directory, { recursive: true });
  const server = new TestServer();
  const url = await server.start();
  const collector = spawn(
    process.execPath,
    // As the unit and the image start it.
    ['--jitless', bundle, 'run', '--server', url.href, '--state-dir', join(directory, 'state'), ...flags],
    { stdio: ['ignore', 'inherit', 'pipe'], env: { ...process.env, SHOJI_ENROLL_TOKEN: 'bench' } },
  );
  let call: (line: string) => void = () => undefined;
  createInterface({ input: collector.stderr }).on('line', (line) => call(line));
  const died = once(collector, 'exit').then(([code]) => {
    throw new Error(`the collector ended with ${String(code)}`);
  });
  died.catch(() => undefined);
  await Promise.race([server.received(1), died]);
  return {
    pid: pidOf(collector),
    server,
    onLine: (next) => (call = next),
    stop: async () => {
      await stopProcess(collector);
      server.stop();
    },
  };
}

/** An idle Node, the floor of memory. */
export function startIdleNode(): { pid: number; stop: () => Promise<void> } {
  const node = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1 << 30)'], { stdio: 'ignore' });
  return { pid: pidOf(node), stop: () => stopProcess(node) };
}

export function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a program could not be started');
  return pid;
}

/** Nanoseconds that all threads of a process have had a processor, in milliseconds (sched-stats.rst). */
export function exactCpu(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const spent = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'));
  return spent.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6;
}

/** Resident memory and its anonymous part in MiB (proc_pid_status(5)). */
export function memory(pid: number): { resident: number; anonymous: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024;
  return { resident: of('VmRSS'), anonymous: of('RssAnon') };
}
