/** A recording of real containers reads like the host itself, keeps no secret, and can be read by anybody. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecording } from '../../apps/collector/src/recording/openRecording.js';
import { record } from '../../apps/collector/src/recording/record.js';
import { leftOut } from '../../apps/collector/src/recording/redact.js';
import {
  createHostReader,
  type HostReader,
  type ReadContainer,
  type Snapshot,
} from '../../apps/collector/src/read/snapshot.js';
import { judged } from '../../apps/collector/src/scan/scanned.js';
import type { ScanDocument } from '../../apps/collector/src/scan/document.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { until } from '../harness/process.js';

const nobody = 65534;
const secret = 'correct-horse-battery-staple';
const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const names = ['plain', 'limited', 'secretive', 'executing', 'rooted'];

let directory: string;
let lab: Docker;
/** Other daemons of this machine may run containers of the same names. */
let ids: Set<string>;

const run = (uid: number, ...args: string[]) =>
  spawnSync(join(directory, 'bin/node'), [join(directory, 'bin/shoji-collector.mjs'), ...args], {
    ...(uid === 0 ? {} : { uid, gid: uid }),
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-recording-'));
  chmodSync(directory, 0o755);
  // Where this repository lies, nobody may not be allowed to look.
  mkdirSync(join(directory, 'bin'));
  cpSync('apps/collector/dist', join(directory, 'bin'), { recursive: true });
  cpSync(process.execPath, join(directory, 'bin/node'));
  lab = await startDocker(join(directory, 'docker'));
  await lab.start('plain', '--network=none');
  await lab.start(
    'limited',
    '--network=none',
    '--memory=64m',
    '--pids-limit=50',
    '--cap-drop=ALL',
    '--read-only',
  );
  await lab.docker(
    ...['run', '-d', '--name', 'secretive', '--network=none', '--env', `TOKEN=${secret}`],
    ...['--label', `token=${secret}`, '--label', 'com.docker.compose.service=web'],
    ...['lab', 'sh', '-c', `sleep 100000; echo ${secret}`],
  );
  await lab.start('executing', '--network=none');
  await lab.start('rooted', '--network=none', '--volume=/:/host:ro', '--pid=host');
  await lab.docker('exec', '-d', '--user=1000', 'executing', 'sleep', '100000');
  ids = new Set((await lab.docker('ps', '-q', '--no-trunc')).split('\n'));
  await until('the exec runs', async () => named(await live(), 'executing').instance.processCount === 2);
}, 120_000);

afterAll(async () => {
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

type Seen = Pick<Snapshot, 'host' | 'node' | 'bootId' | 'containers'>;

/** One reading, of this lab's containers only. */
async function seenBy(reader: HostReader, at = new Date()): Promise<Seen> {
  const { host, node, bootId, containers } = await reader.read(at);
  return { host, node, bootId, containers: containers.filter(({ id }) => ids.has(id)) };
}
const live = () => seenBy(createHostReader({ roots, collectorVersion: 'test' }));
const replayed = (recording: string) => {
  const { reader, recordedAt } = openRecording(recording, new Date());
  return seenBy(createHostReader({ ...reader, collectorVersion: 'test' }), recordedAt);
};
const named = ({ containers }: Seen, name: string) =>
  containers.find(({ instance }) => instance.name === name)!;

/** Records while nothing else changes on this machine, where others may start and stop what they like. */
async function recordStill<T>(read: () => T | Promise<T>, make: () => unknown, drop: () => void): Promise<T> {
  for (let tries = 0; tries < 20; tries += 1) {
    const before = await read();
    await make();
    if (JSON.stringify(await read()) === JSON.stringify(before)) return before;
    drop();
  }
  throw new Error('this machine never stood still');
}

/** All the text of a directory's files. */
const everything = (at: string): string =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('\n');

const silent = { out: () => undefined, err: () => undefined, colours: false, width: 80 };
const withoutLabels = ({ instance: { labels: _, ...instance }, ...rest }: ReadContainer) => ({
  ...rest,
  instance,
});

describe('a recording by root', () => {
  let recording: string;
  let expected: Seen;
  beforeAll(async () => {
    recording = join(directory, 'by-root');
    expected = await recordStill(
      live,
      () => record([recording], 'test', silent),
      () => rmSync(recording, { recursive: true }),
    );
  }, 60_000);

  it('gives every posture, declared posture, traits and instance of the live host', async () => {
    const actual = await replayed(recording);
    expect(actual.containers.map(({ instance }) => instance.name).sort()).toEqual([...names].sort());
    expect(actual.containers.map(withoutLabels)).toEqual(expected.containers.map(withoutLabels));
    expect(named(actual, 'executing').instance).toMatchObject({
      processCount: 2,
      image: { reference: 'lab' },
    });
    expect(named(actual, 'limited').declared).not.toBeNull();
  });

  it('gives the host document of the live host', async () => {
    const { host, node, bootId } = await replayed(recording);
    expect({ host, node, bootId }).toEqual({
      host: expected.host,
      node: expected.node,
      bootId: expected.bootId,
    });
  });

  it('keeps no environment, argument or label value, but the labels that name', async () => {
    expect(everything(recording)).not.toContain(secret);
    expect(named(await replayed(recording), 'secretive').instance.labels).toEqual({
      token: leftOut,
      'com.docker.compose.service': 'web',
    });
  });

  it('is read by anybody to the same verdicts', () => {
    const { status, stdout } = run(nobody, 'scan', '--recording', recording, '--json');
    expect(status).toBe(0);
    const verdicts = (JSON.parse(stdout) as ScanDocument).containers.filter(({ id }) => ids.has(id));
    expect(verdicts.map(({ id, posture, risk }) => ({ id, posture, risk }))).toEqual(
      judged(expected).map(({ id, posture, judgement: { risk } }) => ({ id, posture, risk })),
    );
  });

  it('is not written over', async () => {
    const before = everything(recording);
    expect(await record([recording], 'test', silent)).toBe(2);
    expect(everything(recording)).toBe(before);
  });
});

it('records as an ordinary user what that user may read, and the rest as unreadable', async () => {
  const recording = join(directory, 'by-nobody');
  const seen = (...flags: string[]) =>
    (JSON.parse(run(nobody, 'scan', ...flags, '--json').stdout) as ScanDocument).containers
      .filter(({ id }) => ids.has(id))
      .map(({ id, posture, risk }) => ({ id, posture, risk }));
  const expected = await recordStill(
    () => seen(),
    () => {
      mkdirSync(recording);
      chownSync(recording, nobody, nobody);
      expect(run(nobody, 'record', recording)).toMatchObject({ status: 0 });
    },
    () => rmSync(recording, { recursive: true }),
  );
  expect(seen('--recording', recording)).toEqual(expected);
  expect(expected).toHaveLength(names.length);
  expect(JSON.stringify(expected)).toContain('{"unreadable":"EACCES"}');
}, 120_000);

it('leaves nothing behind on a full disk, and says so in one sentence', () => {
  const disk = join(directory, 'disk');
  mkdirSync(disk);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', disk]).status).toBe(0);
  try {
    const { status, stderr } = run(0, 'record', disk);
    expect(status).toBe(3);
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^shoji record: the disk of .* is full after .*; nothing was kept$/,
    );
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    spawnSync('umount', [disk]);
  }
});
