/** Who was found on the recorded hosts: exactly the containers that ran there, whole, under their runtime and kind. */
import { namespaceTypes, type ContainerKind, type NamespaceType } from '@shoji/posture';
import type { ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import { goldenNames, jsonIn, readerOf, unpack } from './unpack.js';

interface Expected {
  name: string;
  engine: string;
  daemon: string;
  init: number;
  pids: number[];
  state: string | null;
  kernel: { ns_relation: Record<string, string>; processes?: { pid: number; state: string }[] } | null;
}

/** Processes of the scenario that have no wall which the host does not have: they are no containers. */
const withoutWalls: Record<string, string> = {
  'x-plain': 'an ordinary process',
  'x-uid1000': 'an ordinary process of another user',
  'x-ambient': 'has more, not less: a capability beside its user id',
  'x-unsharetime': 'the time namespace is for its children, and it has none (time_namespaces(7))',
  's-plain': 'a service with no more than the number of tasks that systemd gives every unit',
};

/** Where a count of processes differs, and why. */
const counts: Record<string, { more: number; why: string }> = {
  'd-zombie': { more: -1, why: 'a zombie has no walls left' },
  'b-bwrap': { more: 1, why: 'bubblewrap reaps inside the sandbox: a process of it' },
};

/** Without a cgroup of their own, the independent reader took the monitor of a user's containers for one of them. */
const countOf = (host: string, { name, pids }: Expected): number => {
  const launched = host === 'vm-trixie' && name === 'b-bwrapuser' ? 'b-bwrap' : name;
  return pids.length + (counts[launched]?.more ?? (host === 'vm-legacy' && name.startsWith('q-') ? -1 : 0));
};

const runtimes: Record<string, string> = {
  docker: 'docker',
  podman: 'podman',
  containerd: 'containerd',
  lxc: 'lxc',
  runc: 'none',
  crun: 'none',
};

function runtimeOf(host: string, { name, engine, daemon }: Expected): string {
  // Of this sandbox the older recordings lack the launcher inside, by which alone bubblewrap is known.
  if (name === 'b-bwrapuser' && host !== 'vm-trixie') return 'none';
  if (engine !== 'process') return runtimes[engine]!;
  return daemon === 'systemd-nspawn' || daemon === 'bubblewrap' ? daemon : 'none';
}

function kindOf({ name, engine }: Expected): ContainerKind {
  if (name === 's-hard') return 'service';
  const alone = /^[xs]-/.test(name) && name !== 'x-unsharepid';
  return engine === 'process' && alone ? 'process' : 'container';
}

/** What each is called where it has no runtime that names it: after its unit, its cgroup, else its program. */
function nameOf(host: string, { name, engine }: Expected): string {
  if (name === 's-hard') return 's-hard.service';
  if (name === 's-user') return 's-user.scope';
  if (name === 'x-memlimit') return host === 'vm-legacy' ? 'limited-vmlab' : 'limited';
  return engine === 'process' && !name.startsWith('n-') ? 'sleep' : name;
}

const kernelNames: Record<NamespaceType, string> = {
  cgroup: 'cgroup',
  ipc: 'ipc',
  mount: 'mnt',
  network: 'net',
  pid: 'pid',
  time: 'time',
  user: 'user',
  uts: 'uts',
};

describe.each(goldenNames)('%s', (host) => {
  const { directory, remove } = unpack(host);
  afterAll(remove);
  const expected = jsonIn<{ containers: Expected[] }>(directory, 'expected.json').containers;
  // Linux 6.12 puts the program itself into the time namespace, when it is executed.
  const isBare = (name: string) =>
    name in withoutWalls && !(host === 'vm-trixie' && name === 'x-unsharetime');
  const running = expected.filter(({ name, kernel }) => kernel && !isBare(name));
  let found: ReadContainer[];
  let byPid: Map<number, ReadContainer>;
  beforeAll(async () => {
    found = (await readerOf(directory).read(new Date())).containers;
    byPid = new Map(found.map((container) => [container.instance.pid, container]));
  });

  it('is what ran there, and nothing else: no shim, monitor or daemon', () => {
    const inits = new Map(expected.map(({ init, name }) => [init, name]));
    expect(found.map(({ instance: { pid, name } }) => inits.get(pid) ?? `${name} (${pid})`).sort()).toEqual(
      running.map(({ name }) => name).sort(),
    );
  });

  it('has each under its name, runtime and kind, and none of them abandoned or within another', () => {
    const read = running.map(({ init }) => {
      const { name, kind, runtime, orphan, parent } = byPid.get(init)!.instance;
      return { name, kind, runtime: runtime.name, orphan, parent };
    });
    expect(read).toEqual(
      running.map((container) => ({
        name: nameOf(host, container),
        kind: kindOf(container),
        runtime: runtimeOf(host, container),
        orphan: null,
        parent: null,
      })),
    );
  });

  it('has all processes of each', () => {
    expect(running.map(({ name, init }) => [name, byPid.get(init)!.instance.processCount])).toEqual(
      running.map((container) => [container.name, countOf(host, container)]),
    );
  });

  it('tells whose each namespace is', () => {
    const oldest = (of: string): string => {
      const sharers = [...of.replace('shared:', '').split(',')];
      const age = (name: string) => byPid.get(running.find((other) => other.name === name)!.init)!.instance;
      return sharers.sort((a, b) => age(a).pid - age(b).pid)[0]!;
    };
    const relation = (name: string, said: string): string => {
      if (said === 'host') return 'host';
      if (said === 'private') return 'own';
      if (said.startsWith('container:')) return 'container';
      const sharers = `${said},${name}`;
      return oldest(sharers) === name ? 'own' : 'container';
    };
    for (const { name, init, kernel } of running)
      expect([name, byPid.get(init)!.posture.namespaces]).toEqual([
        name,
        Object.fromEntries(
          namespaceTypes.map((type) => [type, relation(name, kernel!.ns_relation[kernelNames[type]]!)]),
        ),
      ]);
  });
});
