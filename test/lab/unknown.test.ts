/** The shipped collector where it may not read everything: what it tells must be what root is told, or say why it is not. */
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { HostDocument, Posture } from '../../packages/posture/src/index.js';
import { startDocker, type Docker } from '../harness/docker.js';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../..');
const node = realpathSync(join(repository, 'node_modules/.bin/node'));

interface Scan {
  host: HostDocument;
  containers: { id: string; name: string; posture: Posture }[];
}

let directory: string;
let collector: string;
let program: string;
let lab: Docker;
let ids: Set<string>;
let asRoot: Scan;

/** What a scan prints; one that could not read everything ends with another code, and prints all the same. */
const scan = async (file: string, ...args: string[]): Promise<Scan> => {
  const options = { maxBuffer: 1 << 27, timeout: 60_000 };
  const { stdout } = await run(file, args, options).catch((error: { stdout?: string }) => {
    if (!error.stdout) throw error;
    return { stdout: error.stdout };
  });
  const found = JSON.parse(stdout) as Scan;
  return { ...found, containers: found.containers.filter(({ id }) => ids.has(id)) };
};
const asUser = ['--reuid', '1000', '--regid', '1000', '--clear-groups'];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-unknown-'));
  chmodSync(directory, 0o755);
  // Where an ordinary user may read them.
  collector = join(directory, 'shoji-collector.mjs');
  program = join(directory, 'node');
  copyFileSync(join(repository, 'apps/collector/dist/shoji-collector.mjs'), collector);
  copyFileSync(node, program);
  lab = await startDocker(join(directory, 'docker'));
  const flags = {
    'unknown-default': ['--network=none'],
    'unknown-open': [
      '--pid=host',
      '--network=host',
      '--security-opt=seccomp=unconfined',
      '--cap-add=SYS_ADMIN',
    ],
    'unknown-hard': ['--network=none', '--user=1000', '--cap-drop=ALL', '--read-only', '--memory=64m'],
  };
  ids = new Set();
  for (const [name, options] of Object.entries(flags)) ids.add(await lab.start(name, ...options));
  asRoot = await scan(program, collector, 'scan', '--json');
}, 120_000);

afterAll(async () => {
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

const isReason = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('unreadable' in value || 'unsupported' in value) &&
  Object.keys(value).length === 1;

/** Paths of facts that neither are what root is told nor say why they are not. */
function untrue(told: unknown, truth: unknown, path = ''): string[] {
  if (JSON.stringify(told) === JSON.stringify(truth)) return [];
  if (isReason(told)) return 'unreadable' in (told as object) ? [] : [`${path}: ${JSON.stringify(told)}`];
  if (typeof told !== 'object' || told === null || Array.isArray(told) || isReason(truth))
    return [`${path}: ${JSON.stringify(told)} instead of ${JSON.stringify(truth)}`];
  return Object.entries(told).flatMap(([key, value]) =>
    untrue(value, (truth as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`),
  );
}
const unread = (value: unknown): number =>
  isReason(value) && 'unreadable' in (value as object)
    ? 1
    : typeof value === 'object' && value !== null && !isReason(value)
      ? Object.values(value).reduce<number>((sum, item) => sum + unread(item), 0)
      : 0;

const held = ({ containers }: Scan) => {
  const truth = new Map(asRoot.containers.map((container) => [container.id, container]));
  expect(containers.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const { id, posture } of containers)
    expect([id, untrue(posture, truth.get(id)!.posture)]).toEqual([id, []]);
};

it('reads all of the lab as root', () => {
  expect(asRoot.containers).toHaveLength(3);
  expect(asRoot.containers.map(({ posture }) => unread(posture))).toEqual([0, 0, 0]);
});

it('tells an ordinary user what may be read, and why the rest may not', async () => {
  const found = await scan('setpriv', ...asUser, program, collector, 'scan', '--json');
  held(found);
  const foreign = found.containers.filter(({ name }) => name !== 'unknown-hard');
  for (const { posture } of foreign) expect(unread(posture)).toBeGreaterThan(5);
});

it('tells from inside a container, with the host’s trees mounted, what that container may read', async () => {
  const inside = (path: string) => `/host${path}`;
  const libraries = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu'];
  // A link of the host may be absolute, which leads elsewhere in there.
  const loader = process.arch === 'arm64' ? '/lib/ld-linux-aarch64.so.1' : '/lib64/ld-linux-x86-64.so.2';
  const command = [
    inside(realpathSync(loader)),
    ...['--library-path', libraries.map(inside).join(':'), inside(program), inside(collector)],
    ...[
      'scan',
      '--json',
      '--path.procfs',
      '/host/proc',
      '--path.sysfs',
      '/host/sys',
      '--path.rootfs',
      '/host',
    ],
  ];
  const flags = ['--rm', '--network=none', '--volume=/:/host:ro'];
  held(await scan('docker', '-H', `unix://${lab.socket}`, 'run', ...flags, 'lab', ...command));
});

it('says that processes are hidden where they are, instead of showing a host without containers', async () => {
  const procfs = join(directory, 'proc');
  mkdirSync(procfs);
  const script = `mount -t proc -o hidepid=2 proc ${procfs} && exec setpriv ${asUser.join(' ')} ${program} ${collector} scan --json --path.procfs ${procfs}`;
  const { host, containers } = await scan(
    'unshare',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    script,
  );
  expect(host.processesComplete).toEqual({ unreadable: expect.any(String) as string });
  for (const { id, posture } of containers)
    expect(untrue(posture, asRoot.containers.find((container) => container.id === id)!.posture)).toEqual([]);
});
