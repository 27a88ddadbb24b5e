import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program to its end and gives what it printed. @throws with the last lines of what it complained about. */
export async function command(program: string, args: string[], cwd?: string): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      cwd,
      maxBuffer: 64 << 20,
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    return stdout;
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${(stdout + stderr).slice(-2000)}`, { cause });
  }
}

const started = performance.now();

/** Tells people who wait what goes on. Jest holds back what is logged; this goes straight out. */
export function say(text: string): void {
  process.stderr.write(`  vm ${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
}
