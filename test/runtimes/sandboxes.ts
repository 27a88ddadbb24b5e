/** Containers and processes whose walls somebody puts up by hand: nspawn, bubblewrap, unshare, ip netns, cgroups. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Ends } from '../harness/ends.js';
import type { Started } from './cast.js';
import { makeCgroup } from './cgroup.js';
import type { Background } from './processes.js';

const run = promisify(execFile);
const sleep = ['sleep', '100000'];

/** Starts them on the root file system; names of cgroups and network namespaces begin with `tag`. */
export async function startSandboxes(
  rootfs: string,
  tag: string,
  background: Background,
  ends: Ends,
): Promise<Record<string, Started>> {
  return {
    ...(await startNspawn(rootfs, tag, background)),
    ...(await startBubblewrap(rootfs, background)),
    ...(await startUnshared(rootfs, background)),
    ...(await startInNamedNetwork(tag, background, ends)),
    ...(await startLimited(tag, background)),
  };
}

/** Runs a command after moving into cgroups, as a shell would. */
const within = (hierarchies: string[], cgroup: string, ...command: string[]): [string, ...string[]] => {
  const moves = hierarchies.map((name) => `echo $$ > /sys/fs/cgroup/${name}/${cgroup}/cgroup.procs`);
  return ['sh', '-c', `${moves.join('; ')}; exec "$@"`, 'sh', ...command];
};

/** Without a systemd to ask for a scope, nspawn makes its two cgroups below the one it is started in. */
async function startNspawn(
  rootfs: string,
  tag: string,
  background: Background,
): Promise<Record<string, Started>> {
  const hierarchies = ['systemd', 'unified'];
  for (const hierarchy of hierarchies) makeCgroup(hierarchy, `${tag}/nspawn`);
  const name = `${tag}-nspawn`;
  const flags = ['--quiet', '--register=no', '--keep-unit', '--private-network', '--read-only'];
  const command = ['systemd-nspawn', ...flags, '-M', name, '-D', rootfs, '/bin/sleep', '100000'];
  const pid = await background.start(...within(hierarchies, `${tag}/nspawn`, ...command));
  return { 'n-nspawn': { kind: 'container', runtime: 'systemd-nspawn', name, pid } };
}

async function startBubblewrap(rootfs: string, background: Background): Promise<Record<string, Started>> {
  const view = ['--ro-bind', rootfs, '/', '--proc', '/proc', '--dev', '/dev'];
  const pid = await background.start('bwrap', '--unshare-all', ...view, ...sleep);
  return { 'b-bwrap': { kind: 'container', runtime: 'bubblewrap', name: 'sleep', pid } };
}

async function startUnshared(rootfs: string, background: Background): Promise<Record<string, Started>> {
  const asUser = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'];
  const processes: Record<string, [string, ...string[]]> = {
    'x-network': ['unshare', '--net'],
    'x-mount': ['unshare', '--mount'],
    'x-names': ['unshare', '--uts', '--ipc'],
    'x-cgroup': ['unshare', '--cgroup'],
    'x-time': ['unshare', '--time', '--fork', '--boottime', '100000'],
    'x-user': [...(asUser as ['setpriv']), 'unshare', '--user', '--map-root-user'],
    'x-rooted': ['unshare', '--mount', '--root', rootfs],
    'x-unmapped': [...(asUser as ['setpriv']), 'unshare', '--user'],
  };
  const containers: Record<string, [string, ...string[]]> = {
    'x-pid': ['unshare', '--pid', '--fork', '--mount-proc'],
    'x-all': ['unshare', '--mount', '--net', '--uts', '--ipc', '--cgroup', '--pid', '--fork', '--mount-proc'],
  };
  const started: Record<string, Started> = {};
  for (const [name, command] of Object.entries(processes))
    started[name] = {
      kind: 'process',
      runtime: 'none',
      name: 'sleep',
      pid: await background.start(...command, ...sleep),
    };
  for (const [name, command] of Object.entries(containers))
    started[name] = {
      kind: 'container',
      runtime: 'none',
      name: 'sleep',
      pid: await background.start(...command, ...sleep),
    };
  return started;
}

async function startInNamedNetwork(
  tag: string,
  background: Background,
  ends: Ends,
): Promise<Record<string, Started>> {
  await run('ip', ['netns', 'add', tag]);
  ends.push(() => run('ip', ['netns', 'delete', tag]));
  const pid = await background.start('ip', 'netns', 'exec', tag, ...sleep);
  return { 'x-named': { kind: 'process', runtime: 'none', name: 'sleep', pid } };
}

/** No namespace of its own, only a limit: the cgroup that has it is its name. */
async function startLimited(tag: string, background: Background): Promise<Record<string, Started>> {
  const cgroup = join(tag, 'limited');
  makeCgroup('memory', cgroup, { 'memory.limit_in_bytes': String(96 * 2 ** 20) });
  const pid = await background.start(...within(['memory'], cgroup, ...sleep));
  return { 'x-limited': { kind: 'process', runtime: 'none', name: 'limited', pid } };
}
