import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { StartError } from './failure.ts';
import { repository } from './settings.ts';

/**
 * Runs a command of the API's command line (`migrate`, `user add`, …); its standard output, trimmed.
 * @throws {StartError} `command` with what it wrote to standard error.
 */
export function shoji(args: string[], env: NodeJS.ProcessEnv, input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(repository, 'apps/api/dist/cli.js'), ...args], {
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    }
    child.stdin?.end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output.stdout.trim());
      else
        reject(
          new StartError('command', `shoji ${args.slice(0, 2).join(' ')} failed: ${output.stderr.trim()}`),
        );
    });
  });
}
