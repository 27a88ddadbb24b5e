/** Device nodes in directories of the host that a real container was given below its /dev, and what it puts there itself. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostReader } from '../../apps/collector/src/read/snapshot.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { Ends } from '../harness/ends.js';
import { until } from '../harness/process.js';

const ends = new Ends();
const directory = mkdtempSync(join(tmpdir(), 'shoji-devices-'));
let docker: Docker;

beforeAll(async () => {
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  docker = await startDocker(join(directory, 'docker'));
  ends.push(() => docker.stop());
}, 60_000);
afterAll(() => ends.stop(), 60_000);

const read = async (name: string) => {
  const pid = await docker.pidOf(name);
  const reader = createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
  });
  const { containers } = await reader.read(new Date());
  return containers.find(({ instance }) => instance.pid === pid)!.posture.filesystem.devices;
};

it('are listed wherever the host mounted them, to the last directory', async () => {
  const bus = join(directory, 'bus/usb/001');
  mkdirSync(bus, { recursive: true });
  execFileSync('mknod', [join(bus, '002'), 'c', '189', '1']);
  await docker.start('with-usb', '--network=none', '-v', `${join(directory, 'bus')}:/dev/bus`);
  expect(await read('with-usb')).toContainEqual({
    path: '/dev/bus/usb/001/002',
    type: 'c',
    major: 189,
    minor: 1,
  });
});

it('are not looked for behind a link that the container put in their place', async () => {
  await docker.start('with-link', '--network=none');
  const pid = await docker.pidOf('with-link');
  const inside = (...args: string[]) =>
    execFileSync('nsenter', ['-t', String(pid), '-m', '/bin/busybox', ...args]);
  inside('ln', '-s', '/proc/1/root/dev', '/dev/elsewhere');
  const paths = ((await read('with-link')) as { path: string }[]).map(({ path }) => path);
  expect(paths).toContain('/dev/null');
  expect(paths.filter((path) => path.startsWith('/dev/elsewhere'))).toEqual([]);
});

it('in a file system with nodev are none: nobody can open them', async () => {
  await docker.start('with-shm', '--network=none');
  const pid = await docker.pidOf('with-shm');
  const shm = `/proc/${pid}/root/dev/shm`;
  execFileSync('mknod', [`${shm}/disk`, 'b', '7', '0']);
  await until('the node is there', () => existsSync(`${shm}/disk`));
  const paths = ((await read('with-shm')) as { path: string }[]).map(({ path }) => path);
  expect(paths).not.toContain('/dev/shm/disk');
});
