import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An OCI configuration as far as tests change it (runtime-spec, config.md). */
export interface OciConfig {
  process: {
    terminal: boolean;
    args: string[];
    noNewPrivileges: boolean;
    capabilities: Record<string, string[]>;
    user: { uid: number; gid: number };
    [field: string]: unknown;
  };
  root: { path: string; readonly: boolean };
  linux: { cgroupsPath?: string; namespaces: { type: string; path?: string }[]; [field: string]: unknown };
  [field: string]: unknown;
}

/** runc by itself, with a state directory of its own. */
export interface Runc {
  /** Writes a bundle from runc's own default configuration on the given root file system; its directory. */
  bundle(name: string, rootfs: string, change: (config: OciConfig) => void): Promise<string>;
  /** Runs a container of a bundle in the background; the id of its init on the host. */
  start(id: string, bundle: string): Promise<number>;
  /** Kills it and removes what is left of it. */
  delete(id: string): Promise<void>;
}

export function runcBelow(dir: string): Runc {
  const state = join(dir, 'state');
  mkdirSync(state, { recursive: true });
  const runc = (...args: string[]) => runQuietly('runc', ['--root', state, ...args]);
  return {
    bundle: async (name, rootfs, change) => {
      const bundle = join(dir, name);
      mkdirSync(bundle, { recursive: true });
      await runc('spec', '--bundle', bundle);
      const file = join(bundle, 'config.json');
      const config = JSON.parse(readFileSync(file, 'utf8')) as OciConfig;
      config.process.terminal = false;
      config.process.args = ['sleep', '100000'];
      config.root.path = rootfs;
      change(config);
      writeFileSync(file, JSON.stringify(config));
      return bundle;
    },
    start: async (id, bundle) => {
      const file = join(dir, `${id}.pid`);
      await runc('run', '--detach', '--bundle', bundle, '--pid-file', file, id);
      const pid = Number(readFileSync(file, 'utf8'));
      rmSync(file);
      return pid;
    },
    delete: (id) => runc('delete', '--force', id),
  };
}

/** Ends with the program itself: a container that stays keeps its standard streams open. */
function runQuietly(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject);
    child.once('exit', (code) => {
      child.stderr.destroy();
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`));
    });
  });
}
