/** What is dear to build, kept between runs outside of the clone, so that a fresh clone finds it too. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './command.ts';

const root = process.env['SHOJI_TEST_CACHE'] ?? '/var/cache/shoji-test';

/** What nobody has used for so long is removed. */
const keptMs = 7 * 24 * 3600_000;

/** What an entry is made of decides its name. `build` fills an empty directory, which it may also use for its work. */
export interface Recipe {
  name: string;
  inputs: string[];
  build: (directory: string) => Promise<void>;
}

/** Directory of the built entry: `<name>-<hash of its inputs>`, in one folder with all others. */
export async function cached({ name, inputs, build }: Recipe): Promise<string> {
  mkdirSync(root, { recursive: true });
  const hash = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  const directory = join(root, `${name}-${hash}`);
  return locked(async () => {
    if (!existsSync(directory)) {
      // Whoever held the lock before and left this behind was killed.
      const half = `${directory}.half`;
      for (const entry of readdirSync(root).filter(isLeftOver))
        rmSync(join(root, entry), { recursive: true });
      mkdirSync(half);
      await build(half);
      renameSync(half, directory);
    }
    utimesSync(directory, new Date(), new Date());
    return directory;
  });
}

const isLeftOver = (entry: string): boolean =>
  entry.endsWith('.half') ||
  (/-[0-9a-f]{16}$/.test(entry) && Date.now() - statSync(join(root, entry)).mtimeMs > keptMs);

/** Runs alone among all processes that use the cache. The kernel lifts the lock when this process ends, however it ends. */
async function locked<T>(action: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', [join(root, 'lock'), 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const patience = setTimeout(() => say('another run builds a machine: waiting for it'), 1000);
  try {
    await new Promise<void>((resolve, reject) => {
      holder.stdout.once('data', () => resolve());
      holder.once('error', reject);
      holder.once('exit', (code) => reject(new Error(`flock on ${root}/lock ended with ${code}`)));
    });
    clearTimeout(patience);
    return await action();
  } finally {
    clearTimeout(patience);
    holder.stdin.end();
  }
}
