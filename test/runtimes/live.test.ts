/** Real containers of every runtime that this kernel takes: each is found once, named rightly, and read as the kernel has it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostReader, type ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { posture as postureSchema } from '../../packages/posture/src/index.js';
import { agreement } from '../lab/agreement.js';
import * as kernel from '../lab/kernel.js';
import { startCast, type Cast, type Started } from './cast.js';

const names = [
  ...['d-default', 'd-user', 'd-joined', 'd-limits', 'c-ctr', 'p-default', 'p-userns', 'p-open'],
  ...['r-default', 'r-thin', 'l-priv', 'l-unpriv', 'n-nspawn', 'b-bwrap', 'x-network', 'x-mount', 'x-names'],
  ...['x-cgroup', 'x-time', 'x-user', 'x-unmapped', 'x-pid', 'x-all', 'x-rooted', 'x-named', 'x-limited'],
];

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const tag = `shojilab${process.pid}`;
let directory: string;
let cast: Cast;
let containers: ReadContainer[];
let mounts: Map<number, kernel.MountLine[]>;

/** The containers that count a process as theirs by being it. */
const shownAs = (started: Started): ReadContainer[] =>
  containers.filter(({ instance }) => instance.pid === started.pid);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-runtimes-'));
  cast = await startCast(directory, tag);
  ({ containers, mounts } = await readStill(Object.values(cast.started).map(({ pid }) => pid)));
}, 120_000);

/** A reading during which no mount of the processes came or went. */
async function readStill(pids: number[]) {
  const reader = createHostReader({ roots, collectorVersion: 'test' });
  const texts = () => pids.map((pid) => readFileSync(`/proc/${pid}/mountinfo`, 'utf8'));
  for (;;) {
    const before = texts();
    const { containers } = await reader.read(new Date());
    if (texts().every((text, index) => text === before[index]))
      return {
        containers,
        mounts: new Map(pids.map((pid, index) => [pid, kernel.mountLines(before[index]!)])),
      };
  }
}

afterAll(async () => {
  await cast?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

it('the cast is all that is told below', () => {
  expect(Object.keys(cast.started).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  let started: Started;
  let shown: ReadContainer;
  beforeAll(() => {
    started = cast.started[name]!;
    shown = shownAs(started)[0]!;
  });

  it('is found once, with its runtime, kind and name', () => {
    expect(
      shownAs(started).map(({ instance: { kind, runtime, name } }) => [kind, runtime.name, name]),
    ).toEqual([[started.kind, started.runtime, started.name]]);
  });

  it('has a valid posture', () => {
    expect(postureSchema.safeParse(shown.posture).error).toBeUndefined();
  });

  it.each(Object.keys(agreement))('has the %s of the kernel', (wall) => {
    const { pid, joined } = started;
    agreement[wall]!({ posture: shown.posture, pid, joined, mounts: mounts.get(pid)! });
  });

  it('has the namespace numbers of the kernel', () => {
    expect(shown.instance.namespaceIds).toEqual(kernel.namespaceIds(started.pid));
  });
});
