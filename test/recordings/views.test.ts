/** The recorded hosts as others see them: without privilege, and from inside a container. What they cannot read is unreadable. */
import { readFileSync } from 'node:fs';
import { isUnreadable } from '@shoji/posture';
import { systemError, type Files } from '../../apps/collector/src/read/files.js';
import type { ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import type { Expected } from './expected.js';
import { hostNames, jsonIn, readerOf, unpack } from './unpack.js';
import { untrue } from './untrue.js';

/** What another reader got of each file of a process, by the name of its container: `ok N`, a link, or an errno. */
type View = Record<string, Record<string, string>>;

/** Files of a process that ask for its memory's permission (ptrace_may_access), as the kernel guards them. */
const guarded = /^\/proc\/(\d+)\/(ns\/|root|exe$|cwd$|fd)/;

/** Refuses what is guarded of the processes that the reader may not look into, and whatever else `errors` names. */
const refusing =
  (mayLookInto: (pid: number) => boolean, errors: (path: string) => string | undefined) =>
  (files: Files): Files => {
    const check = (path: string): string => {
      const pid = guarded.exec(path)?.[1];
      const error = pid !== undefined && !mayLookInto(Number(pid)) ? 'EACCES' : errors(path);
      if (error !== undefined) throw systemError(error, path);
      return path;
    };
    return {
      readText: (path, limit) => files.readText(check(path), limit),
      readLink: (path) => files.readLink(check(path)),
      readDir: (path) => files.readDir(check(path)),
      exists: (path) => files.exists(check(path)),
      version: (path) => files.version(check(path)),
      permissions: (path) => files.permissions(check(path)),
      deviceNodes: (root, directory) => files.deviceNodes(check(root), directory),
    };
  };

const reasons = (value: unknown): string[] => {
  if (isUnreadable(value)) return [value.unreadable];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(reasons) : [];
};

describe.each(hostNames)('%s', (name) => {
  const { directory, remove } = unpack(name);
  afterAll(remove);
  const text = (path: string): string => readFileSync(`${directory}/fs${path}`, 'utf8');
  const { containers } = jsonIn<Expected>(directory, 'expected.json');
  const pidOf = (title: string): number =>
    containers.find((container) => container.name === title)?.kernel?.pid ?? Number(title.replace('pid', ''));
  const uidOf = (pid: number): string | undefined => /^Uid:\t(\d+)/m.exec(text(`/proc/${pid}/status`))?.[1];

  const compare = async (change: (files: Files) => Files) => {
    const full = await readerOf(directory).read(new Date(0));
    const seen = await readerOf(directory, change).read(new Date(0));
    const byPid = new Map(full.containers.map((container) => [container.instance.pid, container]));
    const pairs = seen.containers.flatMap((container): [ReadContainer, ReadContainer][] => {
      const same = byPid.get(container.instance.pid);
      return same ? [[same, container]] : [];
    });
    return { pairs, seen: new Map(seen.containers.map((container) => [container.instance.pid, container])) };
  };

  it('tells uid 1000 what it may read, and of the rest that it may not', async () => {
    const { files, ...processes } = jsonIn<View>(directory, 'views/uid1000.json');
    const mayLookInto = (pid: number) => uidOf(pid) === '1000';
    for (const [title, view] of Object.entries(processes))
      expect([title, mayLookInto(pidOf(title))]).toEqual([title, view['ns/mnt'] !== 'EACCES']);
    const { pairs, seen } = await compare(
      refusing(mayLookInto, (path) => (files![path]?.startsWith('E') ? files![path] : undefined)),
    );
    expect(pairs.length).toBeGreaterThan(50);
    for (const [full, { instance, posture }] of pairs) {
      expect(untrue(full.posture, posture, instance.name)).toEqual([]);
      // Who belongs to a process without a cgroup of its own, only its namespaces tell.
      if (instance.kind === 'container') expect(instance.processCount).toBe(full.instance.processCount);
      if (mayLookInto(instance.pid)) continue;
      expect(new Set(Object.values(posture.namespaces).map(reasons).flat())).toEqual(new Set(['EACCES']));
      expect(posture.filesystem.devices).toEqual({ unreadable: 'EACCES' });
      expect(posture.capabilities).toEqual(full.posture.capabilities);
    }
    const own = seen.get(pidOf('d-hardened'))!.posture;
    // It is none of the host's, but an older container that is closed might have it.
    const closed = { unreadable: "may be another container's, which cannot be read: EACCES" };
    expect(own.namespaces).toMatchObject({ pid: closed, user: 'host', cgroup: closed });
    // The host's own mount and network namespaces have no fixed numbers, and PID 1 is closed.
    expect(own.namespaces).toMatchObject({
      mount: { unreadable: 'EACCES' },
      network: { unreadable: 'EACCES' },
    });
  });

  it('tells a container that sees the processes of the host where its view ends', async () => {
    const view = readFileSync(`${directory}/views/in-d-pidhost.txt`, 'utf8');
    const rows = new Map(
      view.split('\n').map((row) => [row.split('|', 2).join('|'), row.split('|')[2] ?? '']),
    );
    const open = new Set(
      [...rows].flatMap(([key, value]) =>
        /\|ns\/mnt$/.test(key) && !value.startsWith('ERR') ? [parseInt(key)] : [],
      ),
    );
    expect(open.size).toBeGreaterThan(0);
    const inside = pidOf('d-pidhost');
    const cgroup = text(`/proc/${inside}/cgroup`).trim().slice('0::'.length);
    const { pairs } = await compare((files) => {
      const limited = refusing(
        (pid) => open.has(pid),
        (path) => (path.startsWith('/sys/kernel/security') ? 'ENOENT' : undefined),
      )(files);
      return {
        ...limited,
        readLink: (path) => {
          const type = /^\/proc\/self\/ns\/(.*)$/.exec(path)?.[1];
          return type === undefined ? limited.readLink(path) : files.readLink(`/proc/${inside}/ns/${type}`);
        },
        readText: (path, limit) => {
          const own = path === '/proc/self/mountinfo' ? `/proc/${inside}/mountinfo` : path;
          const found = limited.readText(own, limit);
          if (own !== path) return found.replaceAll(cgroup, '/');
          return path.endsWith('/cgroup')
            ? found.replace(/^0::(.*)$/m, (_, at: string) => `0::${seenFrom(cgroup, at)}`)
            : found;
        },
      };
    });
    for (const [key, value] of rows)
      if (/^\d+\|cgroup$/.test(key)) {
        const real = text(`/proc/${parseInt(key)}/cgroup`)
          .trim()
          .slice('0::'.length);
        expect(value.trim()).toBe(`0::${seenFrom(cgroup, real)}`.slice(0, value.trim().length));
      }
    expect(pairs.length).toBeGreaterThan(40);
    for (const [full, { instance, posture }] of pairs) {
      expect(untrue(full.posture, posture, instance.name)).toEqual([]);
      expect(posture.cgroups.memory.limit).toEqual({
        unreadable: 'collector has a cgroup namespace of its own',
      });
    }
  });
});

/** A cgroup path as a cgroup namespace with this root shows it (cgroup_namespaces(7)). */
function seenFrom(root: string, path: string): string {
  const [from, to] = [root, path].map((at) => at.split('/').filter((part) => part !== ''));
  let common = 0;
  while (common < from!.length && from![common] === to![common]) common += 1;
  return `/${[...from!.slice(common).map(() => '..'), ...to!.slice(common)].join('/')}`;
}
