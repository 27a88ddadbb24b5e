import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './failure.ts';
import { Lock } from './lock.ts';
import { repository } from './settings.ts';

const quiet = {
  TURBO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  // Prisma's command line looks for an engine that `generate` does not need.
  PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true',
};

/**
 * Builds every workspace whose sources changed since its last build; two builds of one clone wait for each other.
 * Returns what it did, for the progress line.
 * @throws {StartError} `build` with the compiler's own words.
 */
export async function build(signal?: AbortSignal): Promise<string> {
  const lock = await takeTurn();
  try {
    const { code, output } = await turbo(signal);
    if (code !== 0) throw new StartError('build', `The build failed:\n${output.trimEnd()}`);
    return /FULL TURBO/.test(output) ? 'nothing changed' : 'built';
  } finally {
    lock.release();
  }
}

async function takeTurn(): Promise<Lock> {
  for (;;) {
    const lock = Lock.take(join(repository, 'node_modules/.shoji-build'));
    if (lock instanceof Lock) return lock;
    await pause(200);
  }
}

const turbo = (signal?: AbortSignal): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      join(repository, 'node_modules/.bin/turbo'),
      ['run', 'build', '--output-logs=errors-only', '--no-update-notifier'],
      {
        cwd: repository,
        env: {
          ...process.env,
          ...quiet,
          PATH: `${join(repository, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        signal,
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
