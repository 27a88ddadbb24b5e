/** The small C programs that measurements are held against, and the processes they are held with. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles `bench/<name>.c` into the directory; the program's path. @throws where there is no gcc. */
export function compile(name: 'floor' | 'crowd', directory: string): string {
  if (spawnSync('gcc', ['--version']).status !== 0)
    throw new Error('gcc and a static C library are needed (Debian: gcc libc6-dev)');
  mkdirSync(directory, { recursive: true });
  const program = join(directory, name);
  execFileSync('gcc', ['-O2', '-Wall', '-static', '-o', program, join(import.meta.dirname, `${name}.c`)]);
  return program;
}

/** So many sleeping processes, until they are dismissed. */
export async function startCrowd(program: string, count: number): Promise<{ dismiss: () => Promise<void> }> {
  const crowd = spawn(program, [String(count)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(crowd, 'exit');
  const [made] = (await once(crowd.stdout, 'data')) as [Buffer];
  const dismiss = async () => {
    crowd.stdin.end();
    await ended;
  };
  if (Number(made.toString()) !== count) {
    await dismiss();
    throw new Error(`only ${made.toString().trim()} of ${count} processes could be started`);
  }
  return { dismiss };
}
