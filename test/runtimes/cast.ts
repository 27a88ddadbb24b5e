/** What the lab runs: containers of every runtime that this kernel takes, and processes with walls but no runtime. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ContainerKind, RuntimeName } from '../../packages/posture/src/index.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { Ends } from '../harness/ends.js';
import { startPodman } from '../harness/podman.js';
import { makeRootfs } from '../harness/rootfs.js';
import { runcBelow } from '../harness/runc.js';
import { removeCgroups } from './cgroup.js';
import { Background } from './processes.js';
import { startSandboxes } from './sandboxes.js';

const run = promisify(execFile);

/** One container or process as it was started, and how the reader must show it. */
export interface Started {
  kind: ContainerKind;
  runtime: RuntimeName;
  /** The name it was given; `sleep` where nobody gave it one. */
  name: string;
  /** Id of its init on the host. */
  pid: number;
  /** Init of the container whose namespaces it joined. */
  joined?: number;
}

/** All that runs, by a name of the lab's own. */
export interface Cast {
  started: Record<string, Started>;
  docker: Docker;
  background: Background;
  stop(): Promise<void>;
}

/** Starts everything below the directory; names of cgroups and network namespaces begin with `tag`. */
export async function startCast(directory: string, tag: string): Promise<Cast> {
  const ends = new Ends();
  try {
    const background = new Background();
    const rootfs = join(directory, 'rootfs');
    makeRootfs(rootfs);
    ends.push(() => removeCgroups(tag));
    ends.push(() => background.stop());
    const docker = await startDocker(join(directory, 'docker'));
    ends.push(() => docker.stop());
    const started = {
      ...(await dockerContainers(docker)),
      ...(await ctrContainer(join(directory, 'docker'), rootfs, tag, ends)),
      ...(await podmanContainers(join(directory, 'podman'), tag, ends)),
      ...(await runcContainers(join(directory, 'runc'), rootfs, tag, ends)),
      ...(await lxcContainers(join(directory, 'lxc'), tag, ends)),
      ...(await startSandboxes(rootfs, tag, background, ends)),
    };
    return { started, docker, background, stop: () => ends.stop() };
  } catch (error) {
    await ends.stop().catch(() => undefined);
    throw error;
  }
}

async function dockerContainers(docker: Docker): Promise<Record<string, Started>> {
  const flags: Record<string, string[]> = {
    'd-default': ['--network=none'],
    'd-user': ['--network=none', '--user=1000:1000', '--cap-drop=ALL', '--security-opt=no-new-privileges'],
    'd-joined': ['--network=container:d-default', '--ipc=container:d-default', '--pid=container:d-default'],
    'd-limits': [
      '--network=none',
      '--memory=64m',
      '--memory-swap=64m',
      '--cpus=0.5',
      '--pids-limit=50',
      '--cpu-shares=512',
      '--cpuset-cpus=0',
    ],
  };
  const started: Record<string, Started> = {};
  for (const [name, given] of Object.entries(flags)) {
    if (name === 'd-default') given.push('--ipc=shareable');
    await docker.start(name, ...given);
    started[name] = { kind: 'container', runtime: 'docker', name, pid: await docker.pidOf(name) };
  }
  started['d-joined']!.joined = started['d-default']!.pid;
  return started;
}

/** containerd by itself: the one that dockerd brought along. */
async function ctrContainer(
  docker: string,
  rootfs: string,
  tag: string,
  ends: Ends,
): Promise<Record<string, Started>> {
  const ctr = (...args: string[]) =>
    run('ctr', ['--address', join(docker, 'exec/containerd/containerd.sock'), '--namespace', tag, ...args]);
  await ctr('run', '--detach', '--rootfs', rootfs, 'c-ctr', '/bin/sleep', '100000');
  ends.push(async () => {
    await ctr('task', 'delete', '--force', 'c-ctr');
    await ctr('container', 'delete', 'c-ctr');
  });
  const { stdout } = await ctr('task', 'list');
  const pid = Number(/c-ctr\s+(\d+)/.exec(stdout)?.[1]);
  return { 'c-ctr': { kind: 'container', runtime: 'containerd', name: 'c-ctr', pid } };
}

async function podmanContainers(
  directory: string,
  tag: string,
  ends: Ends,
): Promise<Record<string, Started>> {
  const podman = await startPodman(directory, `/${tag}/podman`);
  ends.push(() => podman.stop());
  const flags: Record<string, string[]> = {
    'p-default': ['--network=none'],
    'p-userns': ['--network=none', '--uidmap=0:100000:65536', '--user=7:8'],
    'p-open': [
      '--network=host',
      '--pid=host',
      '--ipc=host',
      '--uts=host',
      '--cap-add=SYS_ADMIN',
      '--read-only',
      '--read-only-tmpfs=false',
    ],
  };
  const started: Record<string, Started> = {};
  for (const [name, given] of Object.entries(flags)) {
    await podman.start(name, ...given);
    started[name] = { kind: 'container', runtime: 'podman', name, pid: await podman.pidOf(name) };
  }
  return started;
}

async function runcContainers(
  directory: string,
  rootfs: string,
  tag: string,
  ends: Ends,
): Promise<Record<string, Started>> {
  const runc = runcBelow(directory);
  const bundles = {
    'r-default': await runc.bundle('r-default', rootfs, (config) => {
      config.linux.cgroupsPath = `/${tag}/r-default`;
    }),
    // Without PID and network namespaces of its own.
    'r-thin': await runc.bundle('r-thin', rootfs, (config) => {
      const { linux, root } = config;
      delete config.hostname;
      linux.cgroupsPath = `/${tag}/r-thin`;
      linux.namespaces = linux.namespaces.filter(({ type }) => type === 'mount' || type === 'ipc');
      linux.maskedPaths = [];
      linux.readonlyPaths = [];
      root.readonly = false;
    }),
  };
  const started: Record<string, Started> = {};
  for (const [name, bundle] of Object.entries(bundles)) {
    const pid = await runc.start(name, bundle);
    ends.push(() => runc.delete(name));
    started[name] = { kind: 'container', runtime: 'none', name, pid };
  }
  return started;
}

async function lxcContainers(directory: string, tag: string, ends: Ends): Promise<Record<string, Started>> {
  const kinds: Record<string, string[]> = {
    'l-priv': [],
    'l-unpriv': ['lxc.idmap = u 0 300000 65536', 'lxc.idmap = g 0 300000 65536'],
  };
  const started: Record<string, Started> = {};
  // newuidmap would ask /etc/subuid; as root, LXC can write the map itself.
  const env = { PATH: '/nonexistent' };
  for (const [name, lines] of Object.entries(kinds)) {
    const rootfs = join(directory, name, 'rootfs');
    makeRootfs(rootfs);
    // Its /var/run is a link to the host's /run, which a walk of one's own would follow.
    if (lines.length > 0) await run('chown', ['-R', '-h', '-P', '300000:300000', rootfs]);
    const config = [
      `lxc.rootfs.path = dir:${rootfs}`,
      `lxc.uts.name = ${name}`,
      'lxc.net.0.type = empty',
      'lxc.mount.auto = proc:mixed sys:mixed',
      `lxc.cgroup.dir.container = ${tag}/lxc.payload.${name}`,
      `lxc.cgroup.dir.monitor = ${tag}/lxc.monitor.${name}`,
      `lxc.cgroup.dir.monitor.pivot = ${tag}/lxc.pivot.${name}`,
      'lxc.init.cmd = /bin/sleep 100000',
      ...lines,
    ];
    writeFileSync(join(directory, name, 'config'), config.join('\n') + '\n');
    await run('/usr/bin/lxc-start', ['-P', directory, '-n', name], { env });
    ends.push(() => run('/usr/bin/lxc-stop', ['--kill', '-P', directory, '-n', name], { env }));
    const { stdout } = await run('/usr/bin/lxc-info', ['-P', directory, '-n', name, '-pH'], { env });
    started[name] = { kind: 'container', runtime: 'lxc', name, pid: Number(stdout) };
  }
  return started;
}
