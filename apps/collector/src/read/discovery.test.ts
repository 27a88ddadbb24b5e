/** Who is found on hosts made of strings; whole recorded hosts are in test/recordings. */
import type { Instance } from '@shoji/posture';
import { id, type Told } from './testing/dockerHost.js';
import { found, hostWith, other, overlayRoot, own, readerOf } from './testing/found.js';

describe('a process of the host', () => {
  const systemd = '/sys/fs/cgroup';
  it.each<[string, Told, Partial<Instance> | null]>([
    ['nothing of its own', {}, null],
    ['a smaller bounding set', { capabilities: '0000000000000401' }, { kind: 'process', name: 'sleep' }],
    ['another root', { root: '/srv/chroot' }, { kind: 'process' }],
    ['another root, but for a container beside it', { root: '/x', comm: 'conmon' }, null],
    ['a limited cgroup', { cgroup: '/limited' }, { kind: 'process', name: 'limited' }],
    ['a limit some cgroups further up', { cgroup: '/limited/deep' }, { kind: 'process', name: 'limited' }],
    ['a limited scope', { cgroup: '/app.slice/a.scope' }, { kind: 'process', name: 'a.scope' }],
    ['a slice with a limit for all in it', { cgroup: '/tight.slice/b.scope' }, null],
    ["a unit's usual number of tasks", { cgroup: '/system.slice/plain.service' }, null],
    ['a limited service', { cgroup: '/system.slice/x.service' }, { kind: 'service', name: 'x.service' }],
    ['a mount namespace', { ns: { mnt: 7 } }, { kind: 'process' }],
    ['a user namespace', { ns: { user: 7 } }, { kind: 'process' }],
    [
      'a mount namespace with another root',
      { ns: { mnt: 7 }, mountinfo: overlayRoot },
      { kind: 'container' },
    ],
  ])('with %s', async (_, told, expected) => {
    const texts = {
      [`${systemd}/limited/memory.max`]: '52428800\n',
      [`${systemd}/app.slice/a.scope/cpu.max`]: '5000 100000\n',
      [`${systemd}/tight.slice/memory.max`]: '52428800\n',
      [`${systemd}/system.slice/plain.service/pids.max`]: '4686\n',
      [`${systemd}/system.slice/x.service/memory.high`]: '52428800\n',
    };
    const instance = (await found({ 90: told }, { texts })).get(90);
    if (expected === null) expect(instance).toBeUndefined();
    else expect(instance).toMatchObject({ runtime: { name: 'none' }, orphan: null, ...expected });
  });

  it('is shown with the children that share its wall, and apart from others that have one', async () => {
    const walled = { capabilities: '0000000000000401' };
    const all = await found({ 90: walled, 91: { ...walled, ppid: 90 }, 92: walled });
    expect([...all.values()].map(({ pid, processCount }) => [pid, processCount])).toEqual(
      expect.arrayContaining([
        [90, 2],
        [92, 1],
      ]),
    );
  });
});

describe('a systemd service', () => {
  const cgroup = '/system.slice/x.service';
  it('with namespaces of its own is one service, with all that runs in it', async () => {
    const all = await found({
      90: { cgroup, ns: { mnt: 7 } },
      91: { cgroup, ppid: 90, ns: { mnt: 7, pid: 9 } },
    });
    expect(all.get(90)).toMatchObject({ kind: 'service', name: 'x.service', processCount: 2 });
    expect(all.get(90)!.deviations).toMatchObject([{ pids: [91] }]);
  });

  it('without any leaves to themselves who put up walls in it', async () => {
    const all = await found({
      90: { cgroup },
      91: { cgroup, ns: { net: 7 } },
      92: { cgroup, ns: { net: 8 } },
    });
    expect([...all.keys()].sort()).toEqual([60, 91, 92]);
    expect(all.get(91)).toMatchObject({ kind: 'process', name: 'sleep' });
  });
});

describe('commands in one named network', () => {
  it('are one, though each has a mount namespace', async () => {
    const all = await found({ 90: { ns: { mnt: 7, net: 9 } }, 91: { ns: { mnt: 8, net: 9 } } });
    expect(all.get(90)).toMatchObject({ kind: 'process', processCount: 2 });
  });
});

describe("a user's podman without cgroups", () => {
  it('is not taken for a container with what looks after its containers', async () => {
    const user = { user: 5, mnt: 6 };
    const conmon = { comm: 'conmon', ns: user, cmdline: `conmon\0-c\0${other}\0` };
    const all = await found({
      90: conmon,
      91: { ppid: 90, ns: { ...own(70), user: 5 }, mountinfo: overlayRoot },
    });
    expect([...all.keys()].sort()).toEqual([60, 91]);
  });
});

describe("a user's docker", () => {
  const user = { user: 5, mnt: 6 };
  it('is one process for itself, wherever its daemon once made a network', async () => {
    const all = await found({
      90: { comm: 'exe', ns: user },
      91: { ppid: 90, comm: 'dockerd', ns: { ...user, net: 72 } },
      92: { ppid: 91, comm: 'containerd', ns: user },
      93: { comm: 'containerd-shim', ns: user, cmdline: `shim\0-namespace\0moby\0-id\0${other}\0` },
      94: { ppid: 93, ns: { ...own(70), user: 5 }, mountinfo: overlayRoot },
    });
    expect([...all.keys()].sort()).toEqual([60, 90, 94]);
    expect(all.get(90)).toMatchObject({ kind: 'process', processCount: 3 });
    expect(all.get(94)).toMatchObject({
      kind: 'container',
      id: other,
      runtime: { name: 'docker' },
      parent: null,
    });
  });

  it('leaves the network to the container that it was made for', async () => {
    const host = hostWith({
      90: { comm: 'exe', ns: user },
      91: { ppid: 90, comm: 'dockerd', ns: { ...user, net: 72 } },
      94: { ns: { ...own(70), user: 5 }, mountinfo: overlayRoot },
    });
    const { containers } = await readerOf(host).read(new Date(0));
    const walls = containers.find(({ instance: { pid } }) => pid === 94)!.posture;
    expect(walls.namespaces).toMatchObject({ network: 'own', user: 'container' });
  });
});

describe('a process that steps into a container', () => {
  it.each([
    ['wholly', { pid: 4026532004, mnt: 4026532002, net: 4026532003 }],
    ['into its network only', { net: 4026532003 }],
  ])('%s is one of it', async (_, ns) => {
    const all = await found({ 90: { ns, cgroup: '/user.slice/session-1.scope' } });
    expect([...all.keys()]).toEqual([60]);
    expect(all.get(60)).toMatchObject({ processCount: 2, deviations: expect.anything() as unknown });
    expect(all.get(60)!.deviations.flatMap(({ pids }) => pids)).toContain(90);
  });
});

describe('a container within a container', () => {
  const shim = { ppid: 60, comm: 'containerd-shim', cgroup: `/docker/${id}`, ns: own(4026532004) };
  const inside = `/docker/${id}/docker/${other}`;

  it('that a runtime in there started appears with its parent, by id alone', async () => {
    const cmdline = `shim\0-namespace\0moby\0-id\0${other}\0`;
    const texts = {
      [`/evil/${other}/config.json`]: '{"annotations": {"io.kubernetes.cri.sandbox-name": "x"}}',
    };
    const links = { '/proc/90/cwd': `/evil/${other}` };
    const all = await found(
      { 90: { ...shim, cmdline }, 91: { ppid: 90, cgroup: inside, ns: own(70) } },
      { texts, links },
    );
    expect(all.get(91)).toMatchObject({
      id: other,
      name: 'ffffffffffff',
      parent: id,
      runtime: { name: 'docker' },
    });
    expect(all.get(91)).toMatchObject({ declared: null, orphan: null, labels: {} });
    expect(all.get(60)).toMatchObject({ parent: null, processCount: 2 });
  });

  it('is told by who looks after it where it shares the cgroup', async () => {
    const conmon = { ...shim, comm: 'conmon', cmdline: `conmon\0-c\0${other}\0-n\0inner\0` };
    const all = await found({ 90: conmon, 91: { ppid: 90, cgroup: `/docker/${id}`, ns: own(70) } });
    expect(all.get(60)).toMatchObject({ processCount: 3 });
  });

  it('is none where only the cgroup says so', async () => {
    const all = await found({ 90: { ppid: 60, cgroup: inside, ns: { pid: 4026532004, mnt: 4026532002 } } });
    expect([...all.keys()]).toEqual([60]);
    expect(all.get(60)).toMatchObject({ processCount: 2 });
  });

  it('cannot take the place of another by its name', async () => {
    const all = await found({ 90: { ppid: 60, cgroup: `/docker/${id}/docker/${id}`, ns: own(70) } });
    expect(all.get(60)).toMatchObject({ id, name: 'web', parent: null });
    expect(all.get(90)).toMatchObject({ parent: id });
    expect(all.get(90)!.id).not.toBe(id);
  });

  it('without a runtime is a deviation', async () => {
    const all = await found({ 90: { ppid: 60, cgroup: '/x', ns: own(70) } });
    expect(all.get(60)!.deviations.flatMap(({ pids }) => pids)).toContain(90);
  });
});
