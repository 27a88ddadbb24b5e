/** A container that sleeps is not read whole every time: what others do to it meanwhile shows all the same, and when. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from '../../apps/collector/src/read/files.js';
import { createHostFiles } from '../../apps/collector/src/read/hostFiles.js';
import { createHostReader, type ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { Ends } from '../harness/ends.js';
import { until } from '../harness/process.js';
import { makeRootfs } from '../harness/rootfs.js';
import { runcBelow } from '../harness/runc.js';
import { makeCgroup, removeCgroups } from './cgroup.js';
import { Background } from './processes.js';

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const tag = `shojisleep${process.pid}`;
const cgroup = `/${tag}/${'5'.padStart(64, '0')}`;
/** Of so many readings one is whole. */
const wholeEvery = 4;

const ends = new Ends();
const background = new Background();
const touched: string[] = [];
let pid: number;
let restart: () => Promise<void>;
let announced = 0;

const files = createHostFiles('/proc');
const noted: Files = {
  ...files,
  readText: (path, limit) => {
    touched.push(path);
    return files.readText(path, limit);
  },
};
const reader = createHostReader({ roots, collectorVersion: 'test', files: noted });

async function read(): Promise<ReadContainer> {
  touched.length = 0;
  const { containers } = await reader.read(new Date());
  const found = containers.find(({ instance }) => instance.pid === pid);
  if (!found) throw new Error('the container was not found');
  return found;
}

const isWhole = (): boolean => touched.includes(`/proc/${pid}/mountinfo`);

/** Reads until the container has settled and one reading has left it out. */
async function readAsleep(): Promise<ReadContainer> {
  for (let reading = 0; reading < 50; reading += 1) {
    const found = await read();
    if (!isWhole()) return found;
  }
  throw new Error('it is read whole every time');
}

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-sleeping-'));
  ends.push(() => rmSync(directory, { recursive: true }));
  ends.push(() => removeCgroups(tag));
  ends.push(() => background.stop());
  const rootfs = join(directory, 'rootfs');
  makeRootfs(rootfs);
  const runc = runcBelow(join(directory, 'runc'));
  const bundle = await runc.bundle('bundle', rootfs, ({ linux }) => {
    linux.cgroupsPath = cgroup;
    linux.resources = { pids: { limit: 100 } };
  });
  pid = await runc.start(tag, bundle);
  ends.push(() => runc.delete(tag));
  restart = async () => {
    await runc.delete(tag);
    pid = await runc.start(tag, bundle);
  };
  const watch = reader.watch(() => (announced += 1));
  ends.push(() => watch.close());
}, 60_000);

afterAll(() => ends.stop());

describe('a container whose processes sleep', () => {
  it('is read whole in one of four readings, and is the very same object in all', async () => {
    const first = await readAsleep();
    const whole: boolean[] = [];
    for (let reading = 0; reading < 3 * wholeEvery; reading += 1) {
      const again = await read();
      whole.push(isWhole());
      expect(again).toBe(first);
    }
    expect(whole.filter(Boolean)).toHaveLength(3);
  });

  it.each([50, 51, 52, 53, 54])('shows a new limit of %d processes in the next reading', async (limit) => {
    await readAsleep();
    const before = announced;
    writeFileSync(`/sys/fs/cgroup/pids${cgroup}/pids.max`, String(limit));
    await until('the write is announced', () => announced > before);
    expect((await read()).posture.cgroups.pids).toEqual({ limit, boundAt: 'self' });
  });

  it.each([40, 200])('shows the limit of %d that its parent is given in the next reading', async (limit) => {
    await readAsleep();
    const before = announced;
    writeFileSync(`/sys/fs/cgroup/pids/${tag}/pids.max`, String(limit));
    await until('the write is announced', () => announced > before);
    const { pids } = (await read()).posture.cgroups;
    expect(pids.limit).toBe(Math.min(limit, 54));
  });

  it('has a sleeping process that is moved into it in the next reading', async () => {
    const guest = await background.start('sleep', '1000');
    const { processCount } = (await readAsleep()).instance;
    const before = announced;
    writeFileSync(`/sys/fs/cgroup/pids${cgroup}/cgroup.procs`, String(guest));
    await until('the write is announced', () => announced > before);
    expect((await read()).instance.processCount).toBe(processCount + 1);
    writeFileSync('/sys/fs/cgroup/pids/cgroup.procs', String(guest));
  });

  it('shows a mount that somebody put into it from outside within four readings', async () => {
    await readAsleep();
    const mounted = spawnSync('nsenter', ['-t', String(pid), '-m', 'mount', '-t', 'tmpfs', 'none', '/tmp']);
    expect(mounted.status).toBe(0);
    const seen: boolean[] = [];
    for (let reading = 0; reading < wholeEvery; reading += 1)
      seen.push(JSON.stringify((await read()).posture.filesystem.mounts).includes('"/tmp"'));
    expect(seen.at(-1)).toBe(true);
  });

  it('is read whole as soon as one of its processes ran', async () => {
    await readAsleep();
    const ranBefore = readFileSync(`/proc/${pid}/schedstat`, 'utf8');
    process.kill(pid, 'SIGSTOP');
    process.kill(pid, 'SIGCONT');
    await until('it ran', () => readFileSync(`/proc/${pid}/schedstat`, 'utf8') !== ranBefore);
    await read();
    expect(isWhole()).toBe(true);
  });

  it('is listened to again when it was started anew in a cgroup of the same path', async () => {
    await readAsleep();
    await restart();
    await readAsleep();
    const before = announced;
    writeFileSync(`/sys/fs/cgroup/pids${cgroup}/pids.max`, '33');
    await until('the write is announced', () => announced > before, { seconds: 5 });
    expect((await read()).posture.cgroups.pids).toEqual({ limit: 33, boundAt: 'self' });
  });

  it('is read whole every time where nobody listens', async () => {
    const deaf = createHostReader({
      roots,
      collectorVersion: 'test',
      files: noted,
    });
    for (let reading = 0; reading < 8; reading += 1) {
      touched.length = 0;
      await deaf.read(new Date());
      expect(isWhole()).toBe(true);
    }
  });
});

describe('a process of the host that sleeps', () => {
  it('shows in a cgroup that was made for it, and that limits it, in the next reading', async () => {
    const guest = await background.start('sleep', '1000');
    for (let reading = 0; reading < 6; reading += 1) await read();
    const before = announced;
    makeCgroup('pids', `${tag}/limited`, { 'pids.max': '7', 'cgroup.procs': String(guest) });
    await until('the new cgroup is announced', () => announced > before);
    const { containers } = await reader.read(new Date());
    expect(containers.map(({ instance }) => instance.pid)).toContain(guest);
  });
});
