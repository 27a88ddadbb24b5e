/** What a posture says is possible inside a container is, and what it says is not is not: a probe inside tries it. */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHostReader } from '../../apps/collector/src/read/snapshot.js';
import { judge, type Judgement } from '../../packages/risk/src/index.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { Ends } from '../harness/ends.js';
import { startPodman, type Podman } from '../harness/podman.js';
import { until } from '../harness/process.js';
import { makeRootfs } from '../harness/rootfs.js';
import { removeCgroups } from './cgroup.js';
import { claims, givesWay } from './claims.js';
import { agrees, table, type Postures, type Prediction } from './predict.js';

const run = promisify(execFile);

const all = `CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE NET_ADMIN NET_RAW
  IPC_LOCK SYS_CHROOT SYS_PTRACE SYS_ADMIN SYS_NICE MKNOD`;

/** By name: the flags of docker, or of podman where the name begins so. */
const flags: Record<string, string[]> = {
  default: ['--network=none'],
  hardened: [
    ...[
      '--network=none',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      '--read-only',
      '--user=1000:1000',
    ],
    ...['--memory=64m', '--memory-swap=64m', '--pids-limit=50', '--ulimit=nofile=100:200'],
  ],
  open: [
    ...['--network=host', '--pid=host', '--ipc=host', '--uts=host', '--security-opt=seccomp=unconfined'],
    ...['--security-opt=apparmor=unconfined', '--security-opt=systempaths=unconfined'],
    ...all.split(/\s+/).map((name) => `--cap-add=${name}`),
  ],
  'no filter': ['--network=none', '--security-opt=seccomp=unconfined'],
  'no filter, administrator': [
    ...['--network=none', '--security-opt=seccomp=unconfined', '--security-opt=apparmor=unconfined'],
    '--cap-add=SYS_ADMIN',
  ],
  administrator: ['--network=none', '--cap-add=SYS_ADMIN'],
  'host processes': ['--network=none', '--pid=host'],
  'host network': ['--network=host'],
  'host ipc and name': ['--network=none', '--ipc=host', '--uts=host', '--cap-add=SYS_ADMIN'],
  'read-only': ['--network=none', '--read-only'],
  'read-only with a scratch': ['--network=none', '--read-only', '--tmpfs=/tmp'],
  'few processes': ['--network=none', '--pids-limit=30'],
  'little memory': ['--network=none', '--memory=96m', '--memory-swap=96m'],
  'no raw sockets': ['--network=none', '--cap-drop=NET_RAW'],
  'no device nodes': ['--network=none', '--cap-drop=MKNOD', '--cap-drop=SYS_CHROOT', '--cap-drop=SETUID'],
  'every disk': ['--network=none', '--device-cgroup-rule=b *:* rwm'],
  'files by number': ['--network=none', '--cap-add=DAC_READ_SEARCH', '--volume=DATA:/data'],
  'one more device': ['--network=none', '--device-cgroup-rule=c 10:229 rwm'],
  unmasked: ['--network=none', '--security-opt=systempaths=unconfined'],
  user: ['--network=none', '--user=1000:1000'],
  'user without new privileges': ['--network=none', '--user=1000:1000', '--security-opt=no-new-privileges'],
  'more limits': [
    '--network=none',
    '--cap-add=SYS_NICE',
    '--ulimit=memlock=65536:65536',
    '--ulimit=nofile=64:64',
  ],
  volume: ['--network=none', '--volume=DATA:/data'],
  'read-only volume': ['--network=none', '--volume=DATA:/data:ro'],
  'podman with users of its own': ['--network=none', '--uidmap=0:100000:65536'],
  'podman with users of its own, administrator': [
    ...['--network=none', '--uidmap=0:100000:65536', '--cap-add=SYS_ADMIN,NET_RAW,MKNOD,SYS_NICE,IPC_LOCK'],
    '--security-opt=seccomp=unconfined',
  ],
  'podman with users of its own, on the host network': [
    ...['--network=host', '--uts=host', '--uidmap=0:100000:65536', '--cap-add=SYS_ADMIN,NET_RAW'],
    '--security-opt=seccomp=unconfined',
  ],
};

const tag = `shojitruth${process.pid}`;
const ends = new Ends();
let directory: string;
let docker: Docker;
let podman: Podman;
let shared: { id: string; key: string };
const seen: Record<string, Record<string, string>> = {};
const postures: Record<string, Postures> = {};
const judgements: Record<string, Judgement> = {};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-truth-'));
  ends.push(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'data'));
  chmodSync(join(directory, 'data'), 0o777);
  ends.push(() => removeCgroups(tag));
  docker = await startDocker(join(directory, 'docker'));
  ends.push(() => docker.stop());
  podman = await startPodman(join(directory, 'podman'), `/${tag}`);
  ends.push(() => podman.stop());
  const image = await makeImage(join(directory, 'probed'));
  await docker.docker('import', image, 'probed');
  await podman.podman('import', '--quiet', image, 'probed');
  const server = createServer((socket) => socket.end()).listen(`\0${tag}`);
  ends.push(() => server.close());
  shared = await makeSharedMemory();
  ends.push(() => run('ipcrm', ['-m', shared.id]));

  const ids: Record<string, string> = {};
  await inTurns(Object.entries(flags), async ([name, given]) => {
    ids[name] = await start(name, given);
  });
  const reader = createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
  });
  const { host, containers } = await reader.read(new Date());
  await inTurns(Object.entries(ids), async ([name, id]) => {
    const { posture, declared, instance, traits } = containers.find((container) => container.id === id)!;
    postures[name] = { posture, declared };
    judgements[name] = judge({ posture, host, traits });
    process.kill(instance.pid, 'SIGUSR1');
    seen[name] = await outcomes(name, id);
  });
}, 240_000);

afterAll(() => ends.stop(), 120_000);

/** Four at a time: a daemon waits more than it works. */
async function inTurns<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

const engineOf =
  (name: string) =>
  (...args: string[]) =>
    name.startsWith('podman') ? podman.podman(...args) : docker.docker(...args);

/** Starts a container whose init is the probe, waiting; its id. */
function start(name: string, given: string[]): Promise<string> {
  const volumes = given.map((flag) => flag.replace('DATA', join(directory, 'data')));
  const limits = name.startsWith('podman') ? podman.limits : [];
  const rename = given.includes('--uts=host') ? [] : ['rename'];
  const probe = ['/bin/probe', String(process.pid), tag, shared.key, ...rename];
  return engineOf(name)('run', '-d', ...limits, ...volumes, 'probed', ...probe);
}

/** What the probe has printed, once it is through. */
async function outcomes(name: string, id: string): Promise<Record<string, string>> {
  let lines: string[] = [];
  await until(`the probe in ${name} is through`, async () => {
    lines = (await engineOf(name)('logs', id)).split('\n');
    return lines.at(-1) === 'end';
  });
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
}

/** The lab's root file system with the probe, a set-user-ID copy of it, and a file that nobody may read. */
async function makeImage(root: string): Promise<string> {
  makeRootfs(root);
  const probe = join(root, 'bin/probe');
  await run('musl-gcc', [
    '-static',
    '-O1',
    '-Wall',
    '-Werror',
    '-o',
    probe,
    join(import.meta.dirname, 'probe.c'),
  ]);
  copyFileSync(probe, join(root, 'bin/become-root'));
  chmodSync(join(root, 'bin/become-root'), 0o4755);
  const closed = join(root, 'etc/closed');
  writeFileSync(closed, 'closed');
  chmodSync(closed, 0);
  chownSync(closed, 1234, 1234);
  const file = `${root}.tar`;
  await run('tar', ['-C', root, '-cf', file, '.']);
  return file;
}

/** A System V segment of the host, which only its IPC namespace can find. */
async function makeSharedMemory(): Promise<{ id: string; key: string }> {
  const { stdout } = await run('ipcmk', ['--shmem', '4096']);
  const id = /\d+/.exec(stdout)![0];
  const line = readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .find((row) => row.trim().split(/\s+/)[1] === id);
  return { id, key: String(Number(line!.trim().split(/\s+/)[0]) >>> 0) };
}

describe.each(Object.keys(flags))('%s', (name) => {
  it('does inside what its posture says', () => {
    const wrong = Object.entries(table).flatMap(([trial, predict]): [string, Prediction, string][] => {
      const prediction = predict(postures[name]!);
      const found = seen[name]![trial] ?? 'not tried';
      return agrees(prediction, found) ? [] : [[trial, prediction, found]];
    });
    expect(wrong).toEqual([]);
  });

  it('has a posture that decides every trial', () => {
    const undecided = Object.keys(table).filter((trial) => table[trial]!(postures[name]!) === null);
    expect(undecided).toEqual([]);
  });
});

describe.each(claims)('$path at $walls', (claim) => {
  const told = () => Object.keys(flags).map((name) => [name, givesWay(judgements[name]!, claim)] as const);

  it(`is what ${claim.trial} meets in every container`, () => {
    const wrong = told().filter(
      ([name, way]) => !agrees(way === null ? null : way ? 'works' : 'refused', seen[name]![claim.trial]!),
    );
    expect(wrong.map(([name, way]) => [name, way, seen[name]![claim.trial]])).toEqual([]);
  });

  it('is said to give way in one, and to stop in another', () => {
    const ways = told().map(([, way]) => way);
    expect([ways.includes(true), ways.includes(false)]).toEqual([true, true]);
  });
});

it('every trial is predicted to go one way somewhere and another way elsewhere', () => {
  const predictions = Object.values(postures).map((given) =>
    Object.fromEntries(
      Object.entries(table).map(([trial, predict]) => [trial, JSON.stringify(predict(given))]),
    ),
  );
  const always = Object.keys(table).filter(
    (trial) => new Set(predictions.map((given) => given[trial]).filter((value) => value !== 'null')).size < 2,
  );
  expect(always).toEqual([]);
});

it('what is bound into a container is the directory that its posture names', () => {
  const mounts = postures['volume']!.posture.filesystem.mounts as { destination: string; source: string }[];
  const { source } = mounts.find(({ destination }) => destination === '/data')!;
  expect(source).toBe(join(directory, 'data'));
  expect(existsSync(source)).toBe(true);
});

it('no trial reached the host', () => {
  expect(hostname()).not.toBe('probed');
});
