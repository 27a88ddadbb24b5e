/** Whoever steps into a container, or out of its walls inside it, is told by its container; a container in one is one of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostReader, type ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { Ends } from '../harness/ends.js';
import { stopProcess, until } from '../harness/process.js';
import { makeRootfs } from '../harness/rootfs.js';
import { runcBelow } from '../harness/runc.js';
import { Background } from './processes.js';

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const inner = 'f'.repeat(64);
const ends = new Ends();
let docker: Docker;
let containers: ReadContainer[];
let visitor: number;
let nested: number;

const named = (name: string): ReadContainer =>
  containers.find(({ instance }) => instance.name === name && ids.has(instance.id))!;
const deviationsOf = (name: string) => named(name).instance.deviations;
let ids: Set<string>;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-deviations-'));
  ends.push(() => rmSync(directory, { recursive: true }));
  docker = await startDocker(join(directory, 'docker'));
  ends.push(() => docker.stop());
  const background = new Background();
  ends.push(() => background.stop());

  const quiet = ['--network=none', '--security-opt=no-new-privileges', '--cap-drop=ALL'];
  await docker.start('entered', ...quiet);
  visitor = await background.start(
    ...(['nsenter', '-t', String(await docker.pidOf('entered')), '-m', '-u', '-i', '-n', '-p'] as const),
    ...['/bin/sleep', '100000'],
  );
  await docker.start('user', '--network=none', '--user=1000:1000');
  await docker.docker('exec', '--detach', '--user=0', 'user', 'sleep', '100000');
  await docker.start(
    'sandboxed',
    '--network=none',
    '--cap-add=SYS_ADMIN',
    '--security-opt=seccomp=unconfined',
  );
  await docker.docker('exec', '--detach', 'sandboxed', 'busybox', 'unshare', '-n', 'sleep', '100000');
  await docker.start('same', '--network=none');
  await docker.docker('exec', '--detach', 'same', 'sleep', '100000');
  nested = await startNested(directory);
  ids = new Set((await docker.docker('ps', '-q', '--no-trunc')).split('\n'));

  const reader = createHostReader({ roots, collectorVersion: 'test' });
  await until('everybody has arrived', async () => {
    ({ containers } = await reader.read(new Date()));
    return ['entered', 'user', 'sandboxed', 'same'].every((name) => named(name).instance.processCount > 1);
  });
}, 120_000);

afterAll(() => ends.stop(), 60_000);

/** As docker in docker does: runc, run inside a container, makes a cgroup below the container's own. */
async function startNested(directory: string): Promise<number> {
  const rootfs = join(directory, 'rootfs');
  makeRootfs(rootfs);
  const runc = runcBelow(join(directory, 'runc'));
  const bundle = await runc.bundle('inner', rootfs, ({ linux }) => {
    linux.cgroupsPath = `docker/${inner}`;
  });
  const open = ['--network=none', '--pid=host', '--security-opt=seccomp=unconfined', '--volume=/:/host'];
  const capabilities = ['SYS_ADMIN', 'SYS_PTRACE', 'NET_ADMIN', 'DAC_READ_SEARCH'].map(
    (name) => `--cap-add=${name}`,
  );
  await docker.start('outer', ...open, ...capabilities);
  const state = join(directory, 'runc/state');
  const within = ['exec', 'outer', 'busybox', 'chroot', '/host', '/usr/sbin/runc', '--root', state];
  const child = spawn(
    'docker',
    ['-H', `unix://${docker.socket}`, ...within, 'run', '--bundle', bundle, inner],
    {
      stdio: 'ignore',
    },
  );
  ends.push(async () => {
    await docker.docker(...within, 'delete', '--force', inner).catch(() => undefined);
    await stopProcess(child);
  });
  let pid: number | undefined;
  const reader = createHostReader({ roots, collectorVersion: 'test' });
  await until(
    'the inner container runs',
    async () => {
      const found = (await reader.read(new Date())).containers.find(({ id }) => id === inner);
      pid = found?.instance.pid;
      return found !== undefined;
    },
    { alive: child },
  );
  return pid ?? 0;
}

it('who entered from the host is the container’s, with all that the container gave up', () => {
  expect(containers.filter(({ instance }) => instance.pid === visitor)).toEqual([]);
  const found = deviationsOf('entered').filter(({ pids }) => pids.includes(visitor));
  const walls = new Set(found.map(({ wall }) => wall));
  expect(walls).toEqual(new Set(['capabilities', 'seccomp', 'user']));
  expect(JSON.stringify(found)).toContain('CAP_SYS_ADMIN');
});

it('root in a container of somebody else is a deviation', () => {
  expect(deviationsOf('user')).toContainEqual(
    expect.objectContaining({ wall: 'user', difference: 'runs as root', count: 1, exe: '/bin/busybox' }),
  );
});

it('a sandbox within a container is told by the container', () => {
  expect(deviationsOf('sandboxed')).toEqual([
    expect.objectContaining({ wall: 'namespaces', difference: 'other network namespace', count: 1 }),
  ]);
});

it('a command that has the walls of its container is none', () => {
  expect(deviationsOf('same')).toEqual([]);
});

it('a container in a container is one of its own, with its parent', () => {
  const shown = containers.filter(({ instance }) => instance.pid === nested);
  expect(shown.map(({ id, instance: { kind, parent } }) => ({ id, kind, parent }))).toEqual([
    { id: inner, kind: 'container', parent: named('outer').id },
  ]);
  expect(deviationsOf('outer').flatMap(({ pids }) => pids)).not.toContain(nested);
});
