import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stopProcess, until } from './process.js';
import { makeRootfs } from './rootfs.js';

const run = promisify(execFile);

/** A private Docker daemon with one busybox image, `lab`; nothing of the machine's own Docker is touched. */
export interface Docker {
  socket: string;
  /** Process id of dockerd. */
  pid: number;
  /** Runs `docker …` against this daemon; stdout, trimmed. */
  docker(...args: string[]): Promise<string>;
  /** Starts a container of the lab image that sleeps; its full id. */
  start(name: string, ...flags: string[]): Promise<string>;
  /** Id of the container's init on the host. */
  pidOf(name: string): Promise<number>;
  /** Starts the daemon anew with further flags in the place of those it was started with; its containers end. */
  restart(...flags: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Starts dockerd with everything below `dir` and these flags. Needs root, dockerd, runc and a static busybox. */
export async function startDocker(dir: string, ...flags: string[]): Promise<Docker> {
  mkdirSync(dir, { recursive: true });
  const socket = join(dir, 'docker.sock');
  const state = [
    '--data-root',
    join(dir, 'data'),
    '--exec-root',
    join(dir, 'exec'),
    '--pidfile',
    join(dir, 'pid'),
  ];
  const network = ['--bridge', 'none', '--iptables=false'];
  const launch = (further: readonly string[]) =>
    spawn('dockerd', [...state, ...network, ...further, '-H', `unix://${socket}`, '--log-level', 'warn'], {
      stdio: 'ignore',
    });
  let daemon = launch(flags);
  const docker = async (...args: string[]) => {
    const { stdout } = await run('docker', ['-H', `unix://${socket}`, ...args], { maxBuffer: 1 << 26 });
    return stdout.trim();
  };
  const answers = () =>
    until(
      'dockerd answers',
      async () => (await docker('version', '--format', '{{.Server.Version}}')) !== '',
      {
        alive: daemon,
      },
    );
  try {
    await answers();
    await importImage(dir, docker);
  } catch (error) {
    await stopProcess(daemon);
    throw error;
  }
  return {
    socket,
    get pid() {
      return daemon.pid ?? 0;
    },
    docker,
    start: (name, ...flags) => docker('run', '-d', '--name', name, ...flags, 'lab', 'sleep', '100000'),
    pidOf: async (name) => Number(await docker('inspect', '-f', '{{.State.Pid}}', name)),
    restart: async (...further) => {
      await stopProcess(daemon);
      daemon = launch(further);
      await answers();
    },
    stop: () => stopDaemon(dir, docker, daemon),
  };
}

async function importImage(dir: string, docker: Docker['docker']): Promise<void> {
  const root = join(dir, 'image');
  makeRootfs(root);
  await run('tar', ['-C', root, '-cf', join(dir, 'image.tar'), '.']);
  await docker('import', join(dir, 'image.tar'), 'lab');
}

async function stopDaemon(dir: string, docker: Docker['docker'], daemon: ChildProcess): Promise<void> {
  const ids = (await docker('ps', '-aq')).split('\n').filter(Boolean);
  if (ids.length > 0) await docker('rm', '-f', ...ids);
  await stopProcess(daemon);
  // The daemon leaves its network namespaces mounted.
  const mounted = readFileSync('/proc/self/mountinfo', 'utf8').matchAll(/^(?:\S+ ){4}(\S+)/gm);
  for (const [, path = ''] of mounted) if (path.startsWith(`${dir}/`)) await run('umount', [path]);
  rmSync(dir, { recursive: true, force: true });
}
