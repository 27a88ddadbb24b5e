/** A host on which containers come and go all the time: every reading of it is whole, and of containers that were there. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createHostReader, type ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { hashDocument, type Posture } from '../../packages/posture/src/index.js';
import { Ends } from '../harness/ends.js';
import { until } from '../harness/process.js';
import { makeRootfs } from '../harness/rootfs.js';
import { runcBelow, type Runc } from '../harness/runc.js';
import { hierarchies, removeCgroups } from './cgroup.js';
import { Churn, fromBundle, newLife, unshared, type Life, type Maker } from './churn.js';
import { parentOf } from './processes.js';

/** Ending what still stands takes the rest of a minute. */
const milliseconds = 45_000;
const most = 200;
const hands = 4;

/** One container of one reading, as far as it is judged. */
interface Seen {
  id: string;
  pid: number;
  kind: string;
  runtime: string;
  name: string;
  posture: Posture;
  deviations: string;
  cgroup: string;
  /** Its process is one that this test made, as far as that can be told right after the reading. */
  ours: boolean;
}

/** One reading, from before it began until after it ended. */
interface Cycle {
  from: number;
  to: number;
  seen: Seen[];
}

const tag = `shojirace${process.pid}`;
const ends = new Ends();
const cycles: Cycle[] = [];
const errors: unknown[] = [];
let churn: Churn;
/** What containers are that nobody hurries, by what they are made from. */
let calm: Record<string, Seen>;
let before: Set<string>;

const judged = ({ id, instance, posture }: ReadContainer): Seen => ({
  id,
  pid: instance.pid,
  kind: instance.kind,
  runtime: instance.runtime.name,
  name: instance.name.replaceAll(new RegExp(`${tag}-\\w+`, 'g'), '<id>'),
  posture,
  deviations: JSON.stringify(instance.deviations.map(({ wall, difference }) => [wall, difference])),
  cgroup: instance.cgroupPath ?? '',
  ours: isOurs(instance.pid, instance.name),
});

/** A child of this test or in a cgroup of its own; of one that is gone already, the name of its program tells. */
function isOurs(pid: number, name: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(`/${tag}`)) return true;
    for (let up = pid; up > 1; up = parentOf(up)) if (up === process.pid) return true;
    return false;
  } catch {
    return /^(runc|unshare|exe$)/.test(name) || name.includes(tag);
  }
}

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shoji-races-'));
  ends.push(() => rmSync(directory, { recursive: true }));
  ends.push(removeLeftCgroups);
  const rootfs = join(directory, 'rootfs');
  makeRootfs(rootfs);
  const runc = runcBelow(join(directory, 'runc'));
  const bundles = await makeBundles(runc, rootfs);
  const makers = {
    plain: fromBundle(runc, bundles.plain),
    tight: fromBundle(runc, bundles.tight),
    brief: fromBundle(runc, bundles.brief, { brief: true }),
    unshared: unshared('--mount', '--pid', '--net', '--uts', '--ipc', '--mount-proc'),
  };
  const reader = createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
  });
  const read = async () => (await reader.read(new Date())).containers.map(judged);

  before = new Set((await read()).map(({ id }) => id));
  calm = await readCalm(makers, read);

  churn = new Churn(tag, makers, most);
  const end = performance.now() + milliseconds;
  const working = churn.run(hands, () => performance.now() > end);
  let over = false;
  void working.then(() => (over = true));
  while (!over) {
    const from = performance.now();
    const seen = await read().catch((error: unknown) => void errors.push(error));
    if (seen) cycles.push({ from, to: performance.now(), seen });
    await pause(50);
  }
  await working;
}, 240_000);

afterAll(() => ends.stop(), 60_000);

async function makeBundles(runc: Runc, rootfs: string) {
  return {
    plain: await runc.bundle('plain', rootfs, () => undefined),
    tight: await runc.bundle('tight', rootfs, ({ process, linux }) => {
      process.capabilities = { bounding: [], effective: [], permitted: [] };
      process.user = { uid: 1000, gid: 1000 };
      linux.resources = { pids: { limit: 20 }, memory: { limit: 32 * 2 ** 20 } };
    }),
    brief: await runc.bundle('brief', rootfs, ({ process }) => {
      process.args = ['sleep', '0.05'];
    }),
  };
}

/** Makes one of each, alone, and reads it when it is whole. */
async function readCalm(
  makers: Record<string, Maker>,
  read: () => Promise<Seen[]>,
): Promise<Record<string, Seen>> {
  const found: Record<string, Seen> = {};
  for (const [made, make] of Object.entries(makers)) {
    if (made === 'brief') continue;
    const life = newLife(`${tag}-calm${made}`, made);
    const end = await make(life);
    await until(`${made} is read`, async () => {
      const seen = (await read()).find(({ pid }) => life.pids.has(pid));
      if (seen) found[made] = seen;
      return seen !== undefined;
    });
    await end();
  }
  // It has ended before it can be read in peace, and differs from a plain one in nothing but that.
  return { ...found, brief: found['plain']! };
}

/** A run that was cut off leaves cgroups that runc would have removed. */
async function removeLeftCgroups(): Promise<void> {
  const left = hierarchies().flatMap((name) => readdirSync(join('/sys/fs/cgroup', name)));
  for (const name of new Set(left)) if (name.startsWith(tag)) await removeCgroups(name);
}

/** The life that a container is of: its process is known, or its cgroup bears the life's name. */
function lifeOf({ pid, cgroup }: Seen, { from, to }: Cycle): Life | undefined {
  return churn.lives.find(
    ({ id, pids, begun, gone }) => (pids.has(pid) || cgroup === `/${id}`) && begun < to && gone > from,
  );
}

const oneOf = (cycle: Cycle, life: Life): Seen | undefined =>
  cycle.seen.find((seen) => lifeOf(seen, cycle) === life);

/** What of a container is not as of one that nobody hurried, in the words of both. */
function differences(seen: Seen, right: Seen): unknown[] {
  const same = (['kind', 'runtime', 'name', 'deviations'] as const).filter((key) => seen[key] !== right[key]);
  const found: unknown[] = same.map((key) => [key, seen[key], right[key]]);
  if (hashDocument(seen.posture) === hashDocument(right.posture)) return found;
  for (const [wall, facts] of Object.entries(right.posture))
    for (const [name, fact] of Object.entries(facts as Record<string, unknown>)) {
      const shown = (seen.posture as unknown as Record<string, Record<string, unknown>>)[wall]?.[name];
      if (JSON.stringify(shown) !== JSON.stringify(fact)) found.push([`${wall}.${name}`, shown, fact]);
    }
  return found;
}

it('runs at least two hundred containers, many at once, while it is read again and again', () => {
  expect(churn.failures).toEqual([]);
  expect(churn.lives.length).toBeGreaterThan(200);
  expect(cycles.length).toBeGreaterThan(10);
  expect(Math.max(...cycles.map(({ seen }) => seen.length))).toBeGreaterThan(most / 4);
});

it('no reading fails', () => {
  expect(errors).toEqual([]);
});

it('no container is shown twice', () => {
  for (const { seen } of cycles) expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
});

it('no container is shown that nobody started', () => {
  const invented = cycles.flatMap((cycle) =>
    cycle.seen.filter((seen) => !before.has(seen.id) && !lifeOf(seen, cycle) && seen.ours),
  );
  expect(invented).toEqual([]);
});

it('none is missing that lived through two readings', () => {
  const missing = cycles.flatMap((cycle, index) => {
    const last = cycles[index - 1];
    if (!last) return [];
    return churn.lives
      .filter(({ up, ending }) => up < last.from && ending > cycle.to)
      .filter((life) => !oneOf(cycle, life))
      .map(({ id, made }) => [index, id, made]);
  });
  expect(missing).toEqual([]);
});

it('each is shown as what it is, and never half-made', () => {
  const wrong = cycles.flatMap((cycle) =>
    cycle.seen.flatMap((seen) => {
      const life = lifeOf(seen, cycle);
      // unshare(1) is a process with walls of its own until it has forked into the PID namespace.
      if (!life || (life.made === 'unshared' && life.up > cycle.from)) return [];
      return differences(seen, calm[life.made]!).map((what) => ({ made: life.made, what }));
    }),
  );
  expect(wrong.slice(0, 5)).toEqual([]);
});
