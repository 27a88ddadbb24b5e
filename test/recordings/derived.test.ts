/** Hosts that nobody recorded, made of recorded ones: what a reader may meet elsewhere. */
import { instance, posture } from '@shoji/posture';
import { DerivedHost } from './derive.js';

let host: DerivedHost;
const on = (name: string): DerivedHost => (host = new DerivedHost(name));
afterEach(() => host.remove());

const own = (n: number) => ({ pid: n, mnt: n + 1, net: n + 2, ipc: n + 3, uts: n + 4, cgroup: n + 5 });

describe('docker with another data root', () => {
  it('names its containers and knows what they were asked for out of their own files', async () => {
    on('vm-systemd');
    const { id, init } = host.recorded('d-limits');
    const [told] = JSON.parse(host.beside('docker/inspect/d-limits.json')) as [
      { Name: string; Config: object; Image: string; HostConfig: object; State: object },
    ];
    host.setBeside('docker', null);
    const root = `/srv/engine data/containers/${id}`;
    const { Name, Config, Image, State } = told;
    host.write(`${root}/config.v2.json`, JSON.stringify({ ID: id, Name, Config, Image, State }));
    host.write(
      `${root}/hostconfig.json`,
      JSON.stringify({ ...told.HostConfig, Memory: 12_582_912, MemorySwap: 12_582_912 }),
    );
    host.write('/etc/docker/daemon.json', '{"data-root": "/srv/engine data"}');
    host.change(`/proc/${init}/mountinfo`, (text) =>
      text.replaceAll('/var/lib/docker/containers', '/srv/engine\\040data/containers'),
    );
    host.setBeside('oci/d-limits', null);
    const config = `/run/containerd/io.containerd.runtime.v2.task/moby/${id}/config.json`;
    host.write(
      config,
      JSON.stringify({
        ociVersion: '1.1.0',
        mounts: [{ destination: '/etc/hosts', type: 'bind', source: `${root}/hosts`, options: ['rbind'] }],
      }),
    );
    const found = (await host.read()).of('d-limits')!;
    expect(found.instance).toMatchObject({ name: 'd-limits', image: { reference: 'bb' }, orphan: null });
    expect(found.declared!.cgroups.memory.limit).toBe(12_582_912);
  });
});

describe('docker in docker in docker', () => {
  it('tells of each which container it runs in', async () => {
    on('vm-systemd');
    const outer = host.recorded('d-priv');
    const scope = `/system.slice/docker-${outer.id}.scope`;
    const ids = ['1', '2'].map((digit) => digit.repeat(64));
    let inside = outer.init;
    let cgroup = scope;
    const shim = (id: string) => [
      'containerd-shim-runc-v2',
      '-namespace',
      'moby',
      '-id',
      id,
      '-address',
      '/x',
    ];
    for (const [depth, id] of ids.entries()) {
      const pid = 90_000 + 10 * depth;
      const { [`/proc/${inside}/ns/mnt`]: mnt, [`/proc/${inside}/ns/pid`]: ns } = host.links;
      const inodes = { mnt: Number(/\d+/.exec(mnt!)), pid: Number(/\d+/.exec(ns!)) };
      host.process(pid, inside, { ppid: inside, comm: 'dockerd', cgroup: `${cgroup}/init` });
      host.process(pid + 1, pid, { comm: 'containerd-shim', cmdline: shim(id), namespaces: inodes });
      host.links[`/proc/${pid + 1}/cwd`] = `/run/containerd/io.containerd.runtime.v2.task/moby/${id}`;
      cgroup = `${cgroup}/docker/${id}`;
      host.cgroup(cgroup, scope);
      host.process(pid + 2, inside, {
        ppid: pid + 1,
        comm: 'sleep',
        cgroup,
        namespaces: own(70_000 + 100 * depth),
      });
      inside = pid + 2;
    }
    const { containers } = await host.read();
    const parents = [outer.id, ...ids].map(
      (id) => containers.find((container) => container.id === id)?.instance,
    );
    expect(parents.map((one) => one && [one.runtime.name, one.kind, one.parent, one.orphan])).toEqual([
      ['docker', 'container', null, null],
      ['docker', 'container', outer.id, null],
      ['docker', 'container', ids[0], null],
    ]);
    // The daemons inside are processes of the container that they run in.
    expect(parents.map((one) => one?.processCount)).toEqual([3, 3, 1]);
  });
});

describe('a container without its first process', () => {
  it.each(['Z', 'X'])('is found by those that live on (its init is in state %s)', async (state) => {
    on('vm-systemd');
    const { id, init } = host.recorded('d-hardened');
    const cgroup = `/system.slice/docker-${id}.scope`;
    host.process(90_000, init, { cgroup });
    host.process(init, init, { state });
    const found = (await host.read()).of('d-hardened')!;
    expect(found.instance).toMatchObject({
      pid: 90_000,
      processCount: 1,
      name: 'd-hardened',
      kind: 'container',
    });
    expect(found.posture.capabilities.effective).toEqual([]);
  });

  it('is gone with its last one', async () => {
    on('vm-systemd');
    const { init } = host.recorded('d-hardened');
    host.process(init, init, { state: 'Z' });
    expect((await host.read()).of('d-hardened')).toBeUndefined();
  });
});

describe('namespaces that containers share', () => {
  it('belong to the oldest, whoever joined: of another container, or all of a pod', async () => {
    on('vm-systemd');
    const first = host.recorded('d-default');
    for (const name of ['d-hardened', 'd-limits'])
      for (const type of ['pid', 'net', 'ipc'])
        host.links[`/proc/${host.recorded(name).init}/ns/${type}`] =
          host.links[`/proc/${first.init}/ns/${type}`]!;
    const read = await host.read();
    expect(read.of('d-default')!.posture.namespaces).toMatchObject({
      pid: 'own',
      network: 'own',
      ipc: 'own',
    });
    for (const name of ['d-hardened', 'd-limits']) {
      const { posture: walls, instance: who } = read.of(name)!;
      expect(walls.namespaces).toMatchObject({ pid: 'container', network: 'container', mount: 'own' });
      expect(who.processCount).toBe(1);
    }
  });
});

describe('rootless containers of two users', () => {
  it('are each found under their own names', async () => {
    on('vm-systemd');
    const other = host.recorded('q-default');
    const { id, init } = other;
    const theirs = (text: string) =>
      text
        .replaceAll('/home/tester', '/home/other')
        .replaceAll('1000', '1001')
        .replaceAll(id, 'e'.repeat(64));
    host.process(90_001, init, { ppid: 1, comm: 'sleep', namespaces: { ...own(80_000), user: 80_010 } });
    host.change('/proc/90001/cgroup', theirs);
    host.change('/proc/90001/mountinfo', theirs);
    host.change(
      '/proc/90001/uid_map',
      () => '         0       1001          1\n         1     200000      65536\n',
    );
    host.write(
      '/home/other/.local/share/containers/storage/vfs-containers/containers.json',
      JSON.stringify([{ id: 'e'.repeat(64), names: ['theirs'], metadata: '{"image-name":"bb"}' }]),
    );
    host.write(
      '/home/other/.local/share/containers/storage/overlay-containers/containers.json',
      JSON.stringify([{ id: 'e'.repeat(64), names: ['theirs'], metadata: '{"image-name":"bb"}' }]),
    );
    const { containers, of } = await host.read();
    expect(of('q-default')!.instance).toMatchObject({ name: 'q-default', runtime: { name: 'podman' } });
    const found = containers.find((container) => container.id === 'e'.repeat(64))!;
    expect(found.instance).toMatchObject({ name: 'theirs', runtime: { name: 'podman' }, pid: 90_001 });
    expect(found.posture.user.uidMappings).toEqual([
      { containerId: 0, hostId: 1001, size: 1 },
      { containerId: 1, hostId: 200_000, size: 65_536 },
    ]);
  });
});

describe('names of hostile containers', () => {
  it('are data wherever they stand', async () => {
    on('vm-systemd');
    const { init } = host.recorded('d-default');
    const evil = '\u001b[2J\u202e</script>"\',;$(id)`\ud800';
    host.setBeside(
      'docker/inspect/d-default.json',
      JSON.stringify([
        {
          ...(JSON.parse(host.beside('docker/inspect/d-default.json')) as [object])[0],
          Name: `/${evil}`,
          Config: { Image: evil, Labels: { [evil]: evil, __proto__: 'x', constructor: 'y' } },
        },
      ]),
    );
    host.process(init, init, { comm: 'a) S 1 (b\n' });
    host.change(`/proc/${init}/status`, (text) => text.replace(/^Name:.*/m, 'Name:\ta) S 1 (b\\nUid:\\t0'));
    host.change(
      `/proc/${init}/mountinfo`,
      (text) => `${text}999 1 0:77 / /a\\040b\\012c\\134d rw - tmpfs \\134x rw\n`,
    );
    const found = (await host.read()).of('d-default')!;
    expect(instance.parse(found.instance)).toEqual(found.instance);
    expect(posture.parse(found.posture)).toEqual(found.posture);
    expect(found.instance.name).toBe(evil.toWellFormed());
    expect(found.instance.image?.reference).toBe(evil.toWellFormed());
  });
});

describe('a host whose first process is closed', () => {
  it("has the walls of the kernel's own threads to compare with", async () => {
    on('vm-systemd');
    const before = (await host.read()).containers.map(({ instance: { pid } }) => pid);
    host.drop('/proc/1/status');
    delete host.links['/proc/1/root'];
    expect((await host.read()).containers.map(({ instance: { pid } }) => pid)).toEqual(before);
  });
});

describe('a process that cannot be read', () => {
  it('is told as one that is missing', async () => {
    on('vm-systemd');
    expect((await host.read()).host.processesComplete).toBe(true);
    host.drop(`/proc/${host.recorded('d-default').init}/stat`);
    const read = await host.read();
    expect(read.of('d-default')).toBeUndefined();
    expect(read.host.processesComplete).toEqual({
      unreadable: 'a process could not be read: ENOTRECORDED',
    });
  });
});

describe('what docker was told when a host was recorded', () => {
  it('completes what a container was asked for', async () => {
    on('vm-systemd');
    const [told] = JSON.parse(host.beside('docker/inspect/d-limits.json')) as [{ HostConfig: object }];
    const updated = { ...told, HostConfig: { ...told.HostConfig, PidsLimit: 77 } };
    host.setBeside('docker/inspect/d-limits.json', JSON.stringify([updated]));
    expect((await host.read()).of('d-limits')!.declared!.cgroups.pids.limit).toBe(77);
  });
});

describe('a host with nothing but cgroup v1', () => {
  it('has the limits that the same host has beside a unified hierarchy', async () => {
    on('debian-12-hybrid');
    const before = await host.read();
    const pids = before.containers.map(({ instance: { pid } }) => pid);
    for (const pid of [1, 2, ...pids])
      host.change(`/proc/${pid}/cgroup`, (text) => text.replace(/^0::.*\n/m, ''));
    for (const path of ['/proc/1/mountinfo', '/proc/self/mountinfo'])
      if (host.has(path)) host.change(path, (text) => text.replace(/^.* - cgroup2 .*\n/gm, ''));
    const after = await host.read();
    expect([before.host.cgroupMode, after.host.cgroupMode]).toEqual(['hybrid', 'v1']);
    expect(after.containers.map(({ instance: { pid } }) => pid)).toEqual(pids);
    for (const [index, { posture: walls }] of after.containers.entries())
      expect(walls.cgroups).toEqual(before.containers[index]!.posture.cgroups);
    expect(
      after.containers.some(({ posture: { cgroups } }) => typeof cgroups.memory.limit === 'number'),
    ).toBe(true);
  });
});
