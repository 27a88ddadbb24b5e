/** Containers for measurements: started by runc alone, so that two hundred of them cost little. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Containers of one bundle, each in namespaces and a cgroup of its own, with what `runc spec` gives. */
export interface Runc {
  /** Ids of the running containers. */
  ids: readonly string[];
  /** `runc` with the flags that find these containers, as a command for a shell. */
  command: string;
  start(count: number): void;
  stop(): Promise<void>;
}

/** Prepares a bundle with a static busybox below the directory. Needs root, runc and busybox. */
export function prepareRunc(directory: string): Runc {
  const bundle = join(directory, 'bundle');
  const state = join(directory, 'state');
  mkdirSync(join(bundle, 'rootfs/bin'), { recursive: true });
  for (const name of ['dev', 'proc', 'sys', 'tmp']) mkdirSync(join(bundle, 'rootfs', name));
  cpSync('/bin/busybox', join(bundle, 'rootfs/bin/busybox'));
  symlinkSync('busybox', join(bundle, 'rootfs/bin/sleep'));
  execFileSync('runc', ['spec'], { cwd: bundle });
  const config = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as {
    process: { terminal: boolean; args: string[]; rlimits?: unknown };
  };
  config.process = { ...config.process, terminal: false, args: ['sleep', '100000'] };
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(config));
  const ids: string[] = [];
  const runc = (...args: string[]) => run('runc', ['--root', state, ...args], { cwd: bundle });
  return {
    ids,
    command: `runc --root ${state}`,
    start: (count) => {
      for (let index = 0; index < count; index += 1) {
        const id = `f${ids.length.toString(16).padStart(63, '0')}`;
        execFileSync('runc', ['--root', state, 'run', '--detach', '--bundle', bundle, id], {
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        ids.push(id);
      }
    },
    stop: async () => {
      for (const id of ids) await runc('delete', '--force', id);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
