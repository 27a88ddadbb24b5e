/** What real podman leaves on record: pods, limits that were changed while a container ran, and containers that it lost. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostReader, type ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { declaredDifferences } from '../../packages/posture/src/index.js';
import { Ends } from '../harness/ends.js';
import { startPodman, type Podman } from '../harness/podman.js';
import { until } from '../harness/process.js';
import { removeCgroups } from './cgroup.js';

const tag = `shojipodman${process.pid}`;
const reader = createHostReader({
  roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
  collectorVersion: 'test',
});
const ends = new Ends();
let podman: Podman;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-podman-'));
  ends.push(() => rmSync(directory, { recursive: true, force: true }));
  ends.push(() => removeCgroups(tag));
  podman = await startPodman(join(directory, 'podman'), `/${tag}`);
  ends.push(() => podman.stop());
}, 60_000);

afterAll(() => ends.stop(), 60_000);

const read = async (id: string): Promise<ReadContainer | undefined> =>
  (await reader.read(new Date())).containers.find((container) => container.id === id);

it('shows a pod: its name, the container that holds its namespaces, and those in it', async () => {
  const pod = await podman.podman(
    ...['pod', 'create', '--name=shop', '--network=none', '--share=ipc,uts', `--cgroup-parent=/${tag}`],
    ...['--infra-image=localhost/lab', '--infra-command=/bin/sleep 100000'],
  );
  const id = await podman.podman('run', '-d', '--pod=shop', '--name=till', 'lab', 'sleep', '100000');
  const infra = (await podman.podman('inspect', '-f', '{{.Id}}', `${pod.slice(0, 12)}-infra`)).trim();
  const told = { namespace: '', name: 'shop', uid: pod, sandbox: infra };
  const [one, sandbox] = [await read(id), await read(infra)];
  expect(one!.instance).toMatchObject({
    name: 'till',
    kind: 'container',
    pod: { ...told, container: 'till' },
  });
  expect(sandbox!.instance).toMatchObject({ kind: 'pod-sandbox', pod: { ...told, container: null } });
  expect(one!.posture.namespaces).toMatchObject({ ipc: 'container', uts: 'container', pid: 'own' });
}, 60_000);

it('shows no conmon as a process of its own, wherever podman puts it', async () => {
  const id = await podman.start('mapped', '--network=none', '--uidmap=0:100000:65536');
  const init = await podman.pidOf('mapped');
  const conmon = Number(execFileSync('ps', ['-o', 'ppid=', '-p', `${init}`], { encoding: 'utf8' }));
  expect(readlinkSync(`/proc/${conmon}/ns/mnt`)).not.toBe(readlinkSync('/proc/self/ns/mnt'));
  const { containers } = await reader.read(new Date());
  expect(containers.map((container) => container.id)).toContain(id);
  expect(containers.map(({ instance }) => instance.pid)).not.toContain(conmon);
}, 60_000);

it('takes a limit that podman changed for what was asked, and tells of one that somebody else did', async () => {
  const id = await podman.start('limited', '--network=none', '--memory=64m', '--memory-swap=64m');
  const mebibyte = 2 ** 20;
  const state = async () => {
    const { posture, declared } = (await read(id))!;
    const memory = declaredDifferences(declared!, posture, 1).filter(({ field }) => field.includes('memory'));
    return [
      declared!.cgroups.memory.limit,
      posture.cgroups.memory.limit,
      memory.map(({ direction, field }) => `${direction} ${field}`),
    ];
  };
  expect(await state()).toEqual([64 * mebibyte, 64 * mebibyte, []]);
  await podman.podman('update', '--memory=96m', '--memory-swap=96m', 'limited');
  expect(await state()).toEqual([96 * mebibyte, 96 * mebibyte, []]);
  const path = /^\d+:memory:(.*)$/m.exec(
    readFileSync(`/proc/${await podman.pidOf('limited')}/cgroup`, 'utf8'),
  )![1]!;
  writeFileSync(`/sys/fs/cgroup/memory${path}/memory.memsw.limit_in_bytes`, `${128 * mebibyte}`);
  writeFileSync(`/sys/fs/cgroup/memory${path}/memory.limit_in_bytes`, `${128 * mebibyte}`);
  expect(await state()).toEqual([96 * mebibyte, 128 * mebibyte, ['weaker cgroups.memory.limit']]);
}, 60_000);

it('tells of a container that ended when nobody was there to tell podman', async () => {
  const id = await podman.start('forgotten', '--network=none', '--label=team=shop');
  const init = await podman.pidOf('forgotten');
  expect((await read(id))!.instance).toMatchObject({ orphan: null, processCount: 1 });
  const conmon = Number(execFileSync('ps', ['-o', 'ppid=', '-p', `${init}`], { encoding: 'utf8' }));
  process.kill(conmon, 'SIGKILL');
  await until('conmon is gone', async () => (await read(id))?.instance.orphan === 'kernel-only');
  process.kill(init, 'SIGKILL');
  await until('podman alone knows it', async () => (await read(id))?.instance.orphan === 'runtime-only');
  const { instance, posture } = (await read(id))!;
  expect(instance).toMatchObject({ name: 'forgotten', runtime: { name: 'podman' }, processCount: 0 });
  expect(posture.capabilities.effective).toEqual({ unreadable: 'no process of it runs' });
  await podman.podman('rm', '--force', '--time=0', 'forgotten');
  await until('podman has forgotten it', async () => (await read(id)) === undefined);
}, 60_000);
