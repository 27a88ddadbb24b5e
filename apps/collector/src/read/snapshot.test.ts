import { hostDocument, instance, node, posture, traits, hashDocument } from '@shoji/posture';
import { createHostReader } from './snapshot.js';
import { addProcess, dockerHost, id, renameInit } from './testing/dockerHost.js';
import { fakeFiles, type FakeHost } from './testing/fakeFiles.js';

const readerOf = (host: FakeHost) =>
  createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
    files: fakeFiles(host),
    inspect: () => Promise.resolve(null),
  });
const read = (host: FakeHost) => readerOf(host).read(new Date(0));
const only = async (host: FakeHost) => (await read(host)).containers[0]!;

describe('createHostReader', () => {
  it('gives documents that fit their schemas', async () => {
    const { host, node: who, containers } = await read(dockerHost());
    expect(hostDocument.parse(host)).toEqual(host);
    expect(node.parse(who)).toEqual(who);
    expect(containers).toHaveLength(1);
    for (const container of containers) {
      expect(posture.parse(container.posture)).toEqual(container.posture);
      expect(instance.parse(container.instance)).toEqual(container.instance);
      expect(traits.parse(container.traits)).toEqual(container.traits);
      expect(posture.parse(container.declared)).toEqual(container.declared);
      expect(container.instance.traits).toBe(hashDocument(container.traits));
      expect(container.instance.declared).toBe(hashDocument(container.declared));
    }
  });

  it('names a docker container from the files of its daemon', async () => {
    const { id: key, instance: found } = await only(dockerHost());
    expect(key).toBe(id);
    expect(found).toMatchObject({
      kind: 'container',
      name: 'web',
      runtime: { name: 'docker' },
      image: { reference: 'nginx:1' },
      labels: { a: '\u001b[31m' },
      ports: [{ hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' }],
      pid: 60,
      startedAt: '2023-11-14T22:13:26.000Z',
      orphan: null,
    });
  });

  it("tells own namespaces from the host's", async () => {
    expect((await only(dockerHost())).posture.namespaces).toEqual({
      cgroup: 'host',
      ipc: 'own',
      mount: 'own',
      network: 'own',
      pid: 'own',
      time: 'host',
      user: 'host',
      uts: 'own',
    });
  });

  it('takes the tightest limit of the cgroup and its ancestors', async () => {
    const { cgroups } = (await only(dockerHost())).posture;
    expect(cgroups).toMatchObject({
      version: 2,
      memory: { limit: 104857600, swap: null, boundAt: '/docker' },
      cpu: { quota: 50000, period: 100000, cpus: null },
      pids: { limit: 50, boundAt: 'self' },
      devices: { unreadable: 'cgroup v2 device programs cannot be read' },
      writable: false,
    });
  });

  it('tells mounts of the host by the path behind them, and kernel paths by what covers them', async () => {
    const { filesystem } = (await only(dockerHost())).posture;
    expect(filesystem.root).toEqual({ type: 'overlay', readonly: false, lowerLayers: 2 });
    expect(filesystem.mounts).toMatchObject([
      {
        destination: '/etc/hosts',
        source: '/var/lib/docker/containers/<id>/hosts',
        readonly: true,
        fromHost: true,
      },
      { destination: '/var/run/docker.sock', source: '/run/docker.sock', fromHost: true },
    ]);
    expect(filesystem).toMatchObject({
      maskedPaths: ['/proc/kcore'],
      readonlyPaths: ['/proc/sys'],
      exposedPaths: ['/proc/keys'],
    });
  });

  it('gives the very same posture object while nothing changes', async () => {
    const reader = readerOf(dockerHost());
    const [first] = (await reader.read(new Date(0))).containers;
    const [second] = (await reader.read(new Date(1))).containers;
    expect(second!.posture).toBe(first!.posture);
  });

  it('sees a wall that changed under a living process', async () => {
    const host = dockerHost();
    const reader = readerOf(host);
    await reader.read(new Date(0));
    host.texts['/proc/60/status'] = host.texts['/proc/60/status']!.replace('Seccomp:\t2', 'Seccomp:\t0');
    host.links!['/proc/60/ns/net'] = 'net:[4026531840]';
    const [after] = (await reader.read(new Date(1))).containers;
    expect(after!.posture).toMatchObject({ seccomp: { mode: 'disabled' }, namespaces: { network: 'host' } });
  });

  it.each([
    ['/proc/60/status', (c: Awaited<ReturnType<typeof only>>) => c.posture.capabilities.effective],
    ['/proc/60/limits', (c: Awaited<ReturnType<typeof only>>) => c.posture.rlimits.nofile],
    ['/proc/60/mountinfo', (c: Awaited<ReturnType<typeof only>>) => c.posture.filesystem.mounts],
    ['/proc/1/mountinfo', (c: Awaited<ReturnType<typeof only>>) => c.posture.cgroups.memory.limit],
    ['/proc/60/ns/cgroup', (c: Awaited<ReturnType<typeof only>>) => c.posture.namespaces.cgroup],
    [
      `/sys/fs/cgroup/docker/memory.max`,
      (c: Awaited<ReturnType<typeof only>>) => c.posture.cgroups.memory.limit,
    ],
  ])('marks what it cannot read of %s, and nothing else stops', async (path, fact) => {
    const host = dockerHost();
    host.errors = { [path]: 'EACCES' };
    const container = await only(host);
    expect(fact(container)).toEqual({ unreadable: 'EACCES' });
    expect(posture.safeParse(container.posture).error).toBeUndefined();
  });

  it('finds a container by its cgroup alone when no namespace link can be read', async () => {
    const host = dockerHost();
    host.errors = Object.fromEntries(Object.keys(host.links!).map((path) => [path, 'EACCES']));
    const container = await only(host);
    expect(container.instance.runtime.name).toBe('docker');
    expect(container.posture.namespaces.pid).toEqual({ unreadable: 'EACCES' });
  });

  it.each([
    ['is gone', ' 600 ', ' 999 '],
    ['is about to end', ' 4194560 ', ' 4194564 '],
  ])('leaves out a container whose init %s at the end of its reading', async (_, before, after) => {
    const host = dockerHost();
    const files = fakeFiles(host);
    const reader = createHostReader({
      roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
      collectorVersion: 'test',
      files: {
        ...files,
        readText: (path, limit) => {
          const text = files.readText(path, limit);
          if (path === '/proc/60/limits')
            host.texts['/proc/60/stat'] = host.texts['/proc/60/stat']!.replace(before, after);
          return text;
        },
      },
      inspect: () => Promise.resolve(null),
    });
    expect((await reader.read(new Date(0))).containers).toEqual([]);
  });

  describe('while a runtime puts a container together', () => {
    const started = 1_700_000_006_000;
    const runc = { pid: 59, comm: 'runc' };
    const shim = { pid: 50, comm: 'containerd-shim' };

    it('leaves it out, says so, and shows and names it once it runs', async () => {
      const host = dockerHost();
      const reader = readerOf(host);
      renameInit(host, 'runc:[2:INIT]', runc);
      for (let readings = 0; readings < 6; readings += 1)
        expect(await reader.read(new Date(started + readings))).toMatchObject({
          containers: [],
          settling: true,
        });
      renameInit(host, 'sleep', shim);
      expect(await reader.read(new Date(started + 6))).toMatchObject({
        containers: [{ instance: { name: 'web', image: { reference: 'nginx:1' } } }],
        settling: false,
      });
    });

    it('looks for its records again when its shim takes over from the process that started it', async () => {
      const host = dockerHost();
      const reader = readerOf(host);
      renameInit(host, 'sleep', runc);
      const [early] = (await reader.read(new Date(started))).containers;
      expect(early!.declared).toBeNull();
      renameInit(host, 'sleep', shim);
      const [late] = (await reader.read(new Date(started))).containers;
      expect(late!.declared).not.toBeNull();
    });

    it('believes the name for ten seconds only', async () => {
      const host = dockerHost();
      renameInit(host, 'runc:[2:INIT]', shim);
      expect((await readerOf(host).read(new Date(started + 10_000))).containers).toHaveLength(1);
    });

    it('takes a command that is about to run in the container for no deviation', async () => {
      const host = dockerHost();
      addProcess(host, 61, { capabilities: '000001ffffffffff', comm: 'runc:[2:INIT]' });
      const [container] = (await readerOf(host).read(new Date(started + 1610))).containers;
      expect(container!.instance.deviations).toEqual([]);
    });
  });

  it('reports a process with other walls as a deviation, and leaves the posture alone', async () => {
    const host = dockerHost();
    const before = await only(host);
    addProcess(host, 61, { capabilities: '000001ffffffffff' });
    addProcess(host, 62, { ns: { mnt: 4026539999 } });
    const after = await only(host);
    expect(after.posture).toEqual(before.posture);
    expect(after.instance.processCount).toBe(3);
    expect(after.instance.deviations).toMatchObject([
      {
        wall: 'capabilities',
        difference: expect.stringMatching(
          /^bounding, effective, permitted set wider by CAP_DAC_READ_SEARCH, /,
        ) as string,
        pids: [61],
        count: 1,
      },
      { wall: 'namespaces', difference: 'other mount namespace', pids: [62], count: 1 },
    ]);
    expect(JSON.stringify(after.traits)).not.toContain('pids');
  });

  it('gives a shared namespace to the container whose init is older', async () => {
    const host = dockerHost();
    addProcess(host, 70, {});
    const other = id.replaceAll('0', 'f');
    host.texts['/proc/70/cgroup'] = `0::/docker/${other}\n`;
    const { containers } = await read(host);
    const network = Object.fromEntries(containers.map((c) => [c.instance.pid, c.posture.namespaces.network]));
    expect(network).toEqual({ 60: 'own', 70: 'container' });
  });

  it('refuses a root that is no procfs', async () => {
    await expect(read({ texts: {} })).rejects.toMatchObject({ code: 'no-procfs' });
  });
});
