import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './process.js';
import { makeRootfs } from './rootfs.js';

const run = promisify(execFile);

/** Podman with a store of its own and one busybox image, `lab`; it has no daemon. */
export interface Podman {
  /** Runs `podman …` on this store; stdout, trimmed. */
  podman(...args: string[]): Promise<string>;
  /** Flags that every `podman run` needs here. */
  limits: string[];
  /** Starts a container of the lab image that sleeps; its full id. */
  start(name: string, ...flags: string[]): Promise<string>;
  /** Id of the container's init on the host. */
  pidOf(name: string): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Prepares everything below `dir`, all containers in cgroups below `cgroup`. runc, as crun refuses hybrid cgroups; and
 * limits that the machine's own are sure to hold, as raising them needs CAP_SYS_RESOURCE.
 */
export async function startPodman(dir: string, cgroup: string): Promise<Podman> {
  const places = ['--root', join(dir, 'root'), '--runroot', join(dir, 'run'), '--tmpdir', join(dir, 'tmp')];
  const ways = ['--cgroup-manager', 'cgroupfs', '--events-backend', 'file', '--storage-driver', 'vfs'];
  // The container that podman makes for a pod takes its limits from nowhere else.
  const configuration = join(dir, 'containers.conf');
  mkdirSync(dir, { recursive: true });
  writeFileSync(configuration, '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n');
  const env = { ...process.env, CONTAINERS_CONF: configuration };
  const podman = async (...args: string[]) => {
    const { stdout } = await run('podman', [...places, ...ways, '--runtime', 'runc', ...args], { env });
    return stdout.trim();
  };
  const root = join(dir, 'image');
  makeRootfs(root);
  await run('tar', ['-C', root, '-cf', join(dir, 'image.tar'), '.']);
  await podman('import', '--quiet', join(dir, 'image.tar'), 'lab');
  const limits = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=4096:4096', `--cgroup-parent=${cgroup}`];
  return {
    podman,
    limits,
    start: (name, ...flags) =>
      podman('run', '-d', '--name', name, ...limits, ...flags, 'lab', 'sleep', '100000'),
    pidOf: async (name) => Number(await podman('inspect', '-f', '{{.State.Pid}}', name)),
    stop: async () => {
      // Each conmon starts a podman of its own, to clean up after its container: the two may get in each other's way.
      await until('all containers are removed', async () => {
        await podman('rm', '--all', '--force', '--time=0');
        return true;
      });
      await until('nobody works on the store', () => !isNamed(dir));
      rmSync(dir, { recursive: true });
    },
  };
}

/** Whether the command line of any process has the directory in it. */
function isNamed(dir: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`${dir}/`);
    } catch {
      return false;
    }
  });
}
