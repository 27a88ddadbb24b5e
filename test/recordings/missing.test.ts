/** Each kind of file of a recording removed in turn: nothing throws, and what it told becomes unknown, never empty or safe. */
import { renameSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUnreadable, type Posture } from '@shoji/posture';
import type { Snapshot } from '../../apps/collector/src/read/snapshot.js';
import { readerOf, unpack } from './unpack.js';
import { untrue } from './untrue.js';

const { directory, remove } = unpack('vm-selinux');
afterAll(remove);

const read = (): Promise<Snapshot> => readerOf(directory).read(new Date(0));
let full: Snapshot;
let inits: Set<string>;
beforeAll(async () => {
  full = await read();
  inits = new Set(full.containers.map(({ instance }) => String(instance.pid)));
});

/** Two files of one kind tell the same thing of different processes, cgroups or containers. */
function kindOf(path: string): string {
  const pid = /^\/proc\/(\d+)\//.exec(path)?.[1];
  const whose = pid === undefined || pid === '1' || pid === '2' ? pid : inits.has(pid) ? 'init' : 'other';
  return path
    .replace(/^\/proc\/\d+\//, `/proc/${whose}/`)
    .replace(/^(\/sys\/fs\/cgroup\/).*\//, '$1*/')
    .replace(/^\/(oci|docker\/inspect)\/.*\//, '/$1/*/')
    .replace(/^\/docker\/inspect\/.*/, '/docker/inspect/*');
}

/** The first `count` of each kind. */
function someOfEach(paths: readonly string[], count: number): string[] {
  const seen = new Map<string, number>();
  return paths.filter((path) => {
    const kind = kindOf(path);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return seen.get(kind)! <= count;
  });
}

const all = (at = ''): string[] =>
  readdirSync(join(directory, at), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? all(`${at}/${entry.name}`) : [`${at}/${entry.name}`],
  );

/** What became of a reading that is neither the same nor unknown. */
function wrong(now: Snapshot): string[] {
  const byPid = new Map(now.containers.map((container) => [container.instance.pid, container]));
  const complete = !isUnreadable(now.host.processesComplete);
  return full.containers.flatMap(({ posture, instance }) => {
    const seen = byPid.get(instance.pid);
    // Who is not seen may be anywhere, and own what others share: the host says that somebody is not.
    // Nor is it known who only has a limit, where the cgroups cannot be found.
    if (!seen && instance.kind === 'process' && isUnreadable(now.host.cgroupMode)) return [];
    if (!seen) return complete ? [`${instance.name} is gone`] : [];
    if (complete && seen.instance.processCount < instance.processCount) return [`${instance.name} has fewer`];
    const { namespaces, ...rest } = seen.posture;
    const { namespaces: before, ...others } = posture;
    return untrue(
      tolerant(complete ? { namespaces: before, ...others } : others),
      tolerant(complete ? { namespaces, ...rest } : rest),
      instance.name,
    );
  });
}

/** Paths that are not known to be absent count as exposed, and mounts whose source cannot be told are not told as usual ones. */
const tolerant = (posture: Partial<Posture>): unknown => ({
  ...posture,
  filesystem: {
    ...posture.filesystem,
    exposedPaths: null,
    mounts:
      Array.isArray(posture.filesystem?.mounts) &&
      posture.filesystem.mounts.every(({ fromHost }) => typeof fromHost === 'boolean')
        ? posture.filesystem.mounts
        : { unreadable: 'in part' },
  },
});

it('has what a whole recording has', () => {
  expect(wrong(full)).toEqual([]);
  expect(full.host.processesComplete).toBe(true);
  expect(full.containers.length).toBeGreaterThan(25);
});

it('reads on without any one file', async () => {
  const files = all().filter((path) => /^\/(fs|oci|docker)\//.test(path));
  const chosen = someOfEach(
    files.map((path) => path.replace(/^\/fs\//, '/')),
    1,
  );
  expect(chosen.length).toBeGreaterThan(100);
  const found: Record<string, string[]> = {};
  for (const path of chosen) {
    if (path === '/proc/sys/kernel/random/boot_id') continue; // without it there is no host
    const file = join(directory, files.includes(path) ? path : `/fs${path}`);
    renameSync(file, `${directory}.away`);
    const errors = wrong(await read());
    renameSync(`${directory}.away`, file);
    if (errors.length > 0) found[path] = errors;
  }
  expect(found).toEqual({});
});

it.each(['links.json', 'dev.json', 'errors.json'])('reads on without any one entry of %s', async (name) => {
  const file = join(directory, name);
  const whole = readFileSync(file, 'utf8');
  const entries = JSON.parse(whole) as Record<string, unknown>;
  const found: Record<string, string[]> = {};
  for (const key of someOfEach(Object.keys(entries), name === 'dev.json' ? 3 : 1)) {
    writeFileSync(file, JSON.stringify({ ...entries, [key]: undefined }));
    const errors = wrong(await read());
    if (errors.length > 0) found[key] = errors;
  }
  writeFileSync(file, whole);
  expect(found).toEqual({});
});
