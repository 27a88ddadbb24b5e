/** How a container gets its name: from docker's files, and from docker's socket where those cannot be read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemError, type Files } from '../../apps/collector/src/read/files.js';
import { createHostFiles } from '../../apps/collector/src/read/hostFiles.js';
import { createHostReader } from '../../apps/collector/src/read/snapshot.js';
import { inspectThrough } from '../../apps/collector/src/runtimes/dockerSocket.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { until } from '../harness/process.js';

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const unnamed = () => Promise.resolve(null);
let directory: string;
let lab: Docker;
let id: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-naming-'));
  lab = await startDocker(join(directory, 'docker'));
  id = await lab.start('named', '--network=none', '--label=team=paper');
}, 60_000);

afterAll(async () => {
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

/** The real host, whose docker records are closed to the reader. */
const withoutRecords = (): Files => {
  const files = createHostFiles('/proc');
  const refuse = <T>(path: string, read: () => T): T => {
    if (path.endsWith('/config.v2.json')) throw systemError('EACCES', path);
    return read();
  };
  return {
    ...files,
    readText: (path, limit) => refuse(path, () => files.readText(path, limit)),
    version: (path) => refuse(path, () => files.version(path)),
  };
};

const instanceBy = async (options: { files?: Files; inspect: (id: string) => Promise<unknown> }) => {
  const reader = createHostReader({ roots, collectorVersion: 'test', ...options });
  return (await reader.read(new Date())).containers.find((container) => container.id === id)?.instance;
};

it('takes name, image and labels from docker’s files, without asking anyone', async () => {
  // Other daemons of this machine may run containers whose files are not there yet.
  const inspect = (asked: string) =>
    asked === id ? Promise.reject(new Error('the socket was asked')) : Promise.resolve(null);
  const instance = await instanceBy({ inspect });
  expect(instance).toMatchObject({ name: 'named', image: { reference: 'lab' }, labels: { team: 'paper' } });
  const version = await lab.docker('version', '--format', '{{.Server.Version}}');
  expect(instance?.runtime).toEqual({ name: 'docker', version: expect.stringContaining(version) as string });
});

it('asks the socket once where the files are closed', async () => {
  const asked: string[] = [];
  const inspect = (container: string) => {
    asked.push(container);
    return inspectThrough(lab.socket, container);
  };
  const reader = createHostReader({ roots, collectorVersion: 'test', files: withoutRecords(), inspect });
  await reader.read(new Date());
  const { containers } = await reader.read(new Date());
  expect(containers.find((container) => container.id === id)?.instance).toMatchObject({
    name: 'named',
    image: { reference: 'lab' },
    labels: { team: 'paper' },
  });
  expect(asked.filter((container) => container === id)).toEqual([id]);
});

it('still shows the container where nobody names it', async () => {
  expect(await instanceBy({ files: withoutRecords(), inspect: unnamed })).toMatchObject({ id, labels: {} });
});

it('shows what docker still believes to run, until docker knows better', async () => {
  const lost = await lab.start('lost', '--network=none');
  const reader = createHostReader({ roots, collectorVersion: 'test', inspect: unnamed });
  const instance = async () =>
    (await reader.read(new Date())).containers.find((container) => container.id === lost)?.instance;
  const pid = await lab.pidOf('lost');
  expect(await instance()).toMatchObject({ name: 'lost', orphan: null, pid });
  // A daemon that stands still writes nothing down.
  process.kill(lab.pid, 'SIGSTOP');
  try {
    process.kill(pid, 'SIGKILL');
    await until('it is shown as lost', async () => (await instance())?.orphan === 'runtime-only');
  } finally {
    process.kill(lab.pid, 'SIGCONT');
  }
  await until('it is gone', async () => (await instance()) === undefined);
});
