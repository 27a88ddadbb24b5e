/** What containers are called, and which of them only the kernel or only docker knows, on hosts made of strings. */
import type { Instance } from '@shoji/posture';
import { id, type Told } from '../read/testing/dockerHost.js';
import { found, hostWith, other, overlayRoot, own, readerOf } from '../read/testing/found.js';

const third = 'a'.repeat(64);

type Named = Omit<Partial<Instance>, 'runtime'> & { pid: number; runtime: { name: string } };

describe('names', () => {
  it.each<[string, Record<number, Told>, Named]>([
    [
      'systemd-nspawn by its directory, and its program by what it runs',
      {
        90: {
          comm: 'systemd-nspawn',
          cgroup: '/m/supervisor',
          cmdline: 'systemd-nspawn\0-qD\0-D\0/srv/deb/\0',
        },
        91: { ppid: 90, comm: '(sd-stubinit)', cgroup: '/m/payload', ns: own(70) },
        92: { ppid: 91, comm: 'nginx', cgroup: '/m/payload', ns: own(70) },
      },
      { pid: 92, name: 'deb', processCount: 2, runtime: { name: 'systemd-nspawn' } },
    ],
    [
      'bubblewrap by its program',
      {
        90: { comm: 'bwrap', cgroup: '/s.service' },
        91: { ppid: 90, comm: 'bwrap', cgroup: '/s.service', ns: own(70) },
        92: { ppid: 91, comm: 'maps', cgroup: '/s.service', ns: own(70) },
      },
      { pid: 92, name: 'maps', processCount: 2, runtime: { name: 'bubblewrap' } },
    ],
    [
      'Flatpak by its application',
      {
        90: { comm: 'bwrap', cgroup: '/a/app-flatpak-org.gnome.Maps-77.scope' },
        91: { ppid: 90, comm: 'bwrap', cgroup: '/a/app-flatpak-org.gnome.Maps-77.scope', ns: own(70) },
        92: { ppid: 91, comm: 'maps', cgroup: '/a/app-flatpak-org.gnome.Maps-77.scope', ns: own(70) },
      },
      { pid: 92, name: 'org.gnome.Maps', runtime: { name: 'bubblewrap' } },
    ],
    [
      'what runc started alone by its cgroup',
      { 90: { cgroup: '/mine', ns: own(70), mountinfo: overlayRoot } },
      { pid: 90, name: 'mine', kind: 'container', runtime: { name: 'none' } },
    ],
    [
      'ctr by namespace and name',
      {
        90: { comm: 'containerd-shim', cmdline: 'shim\0-namespace\0default\0-id\0job\0' },
        91: { ppid: 90, cgroup: '/default/job', ns: own(70) },
      },
      { pid: 91, id: 'containerd:default:job', name: 'job', runtime: { name: 'containerd' } },
    ],
    [
      'LXC by its monitor',
      {
        90: { comm: 'lxc-start', cgroup: '/lxc.monitor.db', cmdline: '[lxc monitor] /var/lib/lxc db\0' },
        91: { ppid: 90, comm: 'systemd', cgroup: '/lxc.payload.db/init.scope', ns: own(70) },
      },
      { pid: 91, id: 'lxc:db', name: 'db', runtime: { name: 'lxc' } },
    ],
    [
      'podman by its conmon',
      {
        90: { comm: 'conmon', cmdline: `conmon\0-c\0${other}\0-b\0/s/x\0-n\0api\0` },
        91: { ppid: 90, cgroup: `/machine.slice/libpod-${other}.scope/container`, ns: own(70) },
      },
      { pid: 91, id: other, name: 'api', runtime: { name: 'podman' }, orphan: null },
    ],
    [
      'podman without conmon by id, as abandoned',
      { 91: { cgroup: `/machine.slice/libpod-${other}.scope/container`, ns: own(70) } },
      { pid: 91, id: other, name: 'ffffffffffff', runtime: { name: 'podman' }, orphan: 'kernel-only' },
    ],
  ])('%s', async (_, processes, expected) => {
    expect((await found(processes)).get(expected.pid)).toMatchObject(expected);
  });

  const store = '/home/u/.local/share/containers/storage/overlay-containers';
  const stored = (name: string) =>
    JSON.stringify([{ id: other, names: [name], metadata: '{"image-name": "docker.io/library/api:2"}' }]);
  const rootless = (key: string) =>
    `1 0 0:99 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/home/u/.local/share/containers/storage/overlay/x/diff\n2 1 0:25 /user/1000/containers/overlay-containers/${key}/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw\n`;

  it('a rootless podman container without cgroup and conmon from the files in it, as it is called now', async () => {
    const told = { cgroup: '/user/sess', ns: own(70), mountinfo: rootless(other) };
    const host = hostWith(
      { 90: told, 89: { cgroup: '/user/sess' } },
      { texts: { [`${store}/containers.json`]: stored('api') } },
    );
    const reader = readerOf(host);
    const at = async () =>
      (await reader.read(new Date(0))).containers.find(({ instance: { pid } }) => pid === 90)!;
    expect((await at()).instance).toMatchObject({
      id: other,
      name: 'api',
      kind: 'container',
      runtime: { name: 'podman' },
      image: { reference: 'docker.io/library/api:2' },
    });
    host.texts[`${store}/containers.json`] = stored('renamed');
    expect((await at()).instance.name).toBe('renamed');
  });

  it('a podman container that goes with its end from the list beside the others', async () => {
    const told = { cgroup: '/user/sess', ns: own(70), mountinfo: rootless(other) };
    const host = hostWith({ 90: told, 89: { cgroup: '/user/sess' } });
    host.texts[`${store}/containers.json`] = stored('stays').replace(other, third);
    const reader = readerOf(host);
    const at = async () =>
      (await reader.read(new Date(0))).containers.find(({ instance: { pid } }) => pid === 90)!;
    expect((await at()).instance).toMatchObject({ name: 'ffffffffffff', image: null });
    host.texts[`${store}/volatile-containers.json`] = stored('goes');
    expect((await at()).instance).toMatchObject({
      name: 'goes',
      image: { reference: 'docker.io/library/api:2' },
    });
    delete host.texts[`${store}/containers.json`];
    host.texts[`${store}/volatile-containers.json`] = stored('renamed');
    expect((await at()).instance.name).toBe('renamed');
  });

  it('a podman container whose cgroup bears nothing but its id, and whose conmon is gone', async () => {
    const cgroup = `/user/${other}`;
    const at = (key: string) => found({ 90: { cgroup, ns: own(70), mountinfo: rootless(key) } });
    expect((await at(other)).get(90)).toMatchObject({ id: other, runtime: { name: 'podman' } });
    expect((await at(third)).get(90)).toMatchObject({ id: other, runtime: { name: 'docker' } });
  });

  it("a user's docker container by the bundle, as the host reaches it", async () => {
    const state = '/run/user/1000/docker/containerd/daemon/io.containerd.runtime.v2.task/moby';
    const texts = {
      [`${state}/${other}/config.json`]: JSON.stringify({ ociVersion: '1.0.2', hostname: 'x' }),
    };
    const all = await found(
      {
        90: { comm: 'containerd-shim', cmdline: `shim\0-namespace\0moby\0-id\0${other}\0` },
        91: { ppid: 90, cgroup: '/user/sess', ns: own(70) },
      },
      { texts, links: { '/proc/90/cwd': `${state.replace('/run/', '/run/.ro3991925665/')}/${other}` } },
    );
    expect(all.get(91)).toMatchObject({ id: other, declared: expect.any(String) as string });
  });

  it('nobody by the id of a container that is there', async () => {
    const all = await found({ 90: { ns: own(70), mountinfo: rootless(id) } });
    expect(all.get(60)).toMatchObject({ id, name: 'web' });
    expect(all.get(90)!.id).not.toBe(id);
  });
});

describe('a pod', () => {
  const cri = {
    'io.kubernetes.cri.sandbox-id': other,
    'io.kubernetes.cri.sandbox-name': 'web-0',
    'io.kubernetes.cri.sandbox-namespace': 'shop',
    'io.kubernetes.cri.sandbox-uid': 'u1',
  };
  const crio = {
    'io.kubernetes.cri-o.SandboxID': other,
    'io.kubernetes.cri-o.KubeName': 'web-0',
    'io.kubernetes.cri-o.Namespace': 'shop',
    'io.kubernetes.pod.uid': 'u1',
  };
  const bundle = (annotations: Record<string, string>) =>
    JSON.stringify({ ociVersion: '1.0.2', annotations });
  const pod = { namespace: 'shop', name: 'web-0', uid: 'u1', sandbox: other };

  it('of containerd: one shim serves its sandbox and its containers', async () => {
    const texts = {
      [`/t/${other}/config.json`]: bundle({ ...cri, 'io.kubernetes.cri.container-type': 'sandbox' }),
      [`/t/${third}/config.json`]: bundle({
        ...cri,
        'io.kubernetes.cri.container-type': 'container',
        'io.kubernetes.cri.container-name': 'nginx',
        'io.kubernetes.cri.image-name': 'nginx:1',
      }),
    };
    const shim = { comm: 'containerd-shim', cmdline: `shim\0-namespace\0k8s.io\0-id\0${other}\0` };
    const all = await found(
      {
        90: shim,
        91: { ppid: 90, comm: 'pause', cgroup: `/kubepods/burstable/podu1/${other}`, ns: own(70) },
        92: { ppid: 90, cgroup: `/kubepods/burstable/podu1/${third}`, ns: { ...own(80), net: 72 } },
      },
      { texts, links: { '/proc/90/cwd': `/t/${other}` } },
    );
    expect(all.get(91)).toMatchObject({
      kind: 'pod-sandbox',
      name: 'web-0',
      pod: { ...pod, container: null },
    });
    expect(all.get(92)).toMatchObject({
      id: third,
      kind: 'container',
      name: 'web-0/nginx',
      runtime: { name: 'containerd' },
      image: { reference: 'nginx:1' },
      pod: { ...pod, container: 'nginx' },
      orphan: null,
    });
  });

  it('of CRI-O: each has a conmon', async () => {
    const slice = '/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podu1.slice';
    const run = '/run/containers/storage/overlay-containers';
    const conmon = (key: string): Told => ({
      comm: 'conmon',
      cgroup: `${slice}/crio-conmon-${key}.scope`,
      cmdline: `conmon\0-b\0${run}/${key}/userdata\0-c\0${key}\0--exit-dir\0/var/run/crio/exits\0-n\0k8s_x\0`,
    });
    const texts = {
      [`${run}/${other}/userdata/config.json`]: bundle({
        ...crio,
        'io.kubernetes.cri-o.ContainerType': 'sandbox',
      }),
      [`${run}/${third}/userdata/config.json`]: bundle({
        ...crio,
        'io.kubernetes.cri-o.ContainerType': 'container',
        'io.kubernetes.container.name': 'nginx',
        'io.kubernetes.cri-o.ImageName': 'nginx:1',
      }),
    };
    const all = await found(
      {
        90: conmon(other),
        91: { ppid: 90, comm: 'pause', cgroup: `${slice}/crio-${other}.scope`, ns: own(70) },
        92: conmon(third),
        93: { ppid: 92, cgroup: `${slice}/crio-${third}.scope`, ns: { ...own(80), net: 72 } },
      },
      { texts },
    );
    expect([...all.keys()].sort()).toEqual([60, 91, 93]);
    expect(all.get(91)).toMatchObject({ kind: 'pod-sandbox', name: 'web-0', runtime: { name: 'cri-o' } });
    expect(all.get(93)).toMatchObject({
      name: 'web-0/nginx',
      pod: { ...pod, container: 'nginx' },
      orphan: null,
    });
  });
});

describe('cgroup version 1', () => {
  const lines = (path: string) => `12:pids:${path}\n5:memory:${path}\n1:name=systemd:${path}\n0::/\n`;
  it('names containers in every hierarchy, with the unified one beside them', async () => {
    const all = await found({
      90: { comm: 'containerd-shim', cmdline: `shim\0-namespace\0moby\0-id\0${other}\0` },
      91: { ppid: 90, cgroup: lines(`/docker/${other}`), ns: own(70) },
      92: { cgroup: lines('/lxc/db'), ns: own(80) },
      93: {
        comm: 'systemd-nspawn',
        cgroup: lines('/machine.slice/machine-m.scope'),
        cmdline: 'systemd-nspawn\0-M\0m\0',
      },
      94: { ppid: 93, cgroup: lines('/machine.slice/machine-m.scope'), ns: own(90) },
    });
    expect(all.get(91)).toMatchObject({ id: other, runtime: { name: 'docker' } });
    expect(all.get(92)).toMatchObject({ name: 'db', runtime: { name: 'lxc' } });
    expect(all.get(94)).toMatchObject({ name: 'm', kind: 'container', runtime: { name: 'systemd-nspawn' } });
  });
});

describe('docker', () => {
  const record = (State: unknown) =>
    JSON.stringify({
      Name: '/lost',
      Config: { Image: 'nginx:1' },
      State: { StartedAt: '2024-01-01T00:00:00Z', ...(State as object) },
    });
  const at = (key: string) => `/var/lib/docker/containers/${key}/config.v2.json`;

  it.each([
    ['runs, though no process of it does', { Running: true, Pid: 4999 }, true],
    ['has ended', { Running: false, Pid: 0 }, false],
    ['runs, by a process that is there', { Running: true, Pid: 60 }, false],
  ])('knows a container that %s', async (_, State, lost) => {
    const host = hostWith({}, { texts: { [at(other)]: record(State) } });
    const reader = readerOf(host);
    const first = await reader.read(new Date(10_000));
    expect(first.settling).toBe(lost);
    expect(first.containers.map(({ id: key }) => key)).toEqual([id]);
    const { containers, settling } = await reader.read(new Date(12_000));
    expect(settling).toBe(false);
    const container = containers.find(({ id: key }) => key === other);
    if (!lost) return expect(container).toBeUndefined();
    expect(container!.instance).toMatchObject({
      name: 'lost',
      orphan: 'runtime-only',
      processCount: 0,
      pid: 0,
    });
    expect(new Set(facts(container!.posture))).toEqual(new Set(['no process of it runs']));
  });

  it('has forgotten a container that the kernel runs', async () => {
    const host = hostWith({});
    delete host.texts[at(id)];
    host.texts[at(other)] = record({ Running: false });
    const { containers } = await readerOf(host).read(new Date(0));
    expect(containers[0]!.instance).toMatchObject({ id, orphan: 'kernel-only' });
  });

  it('may not have forgotten what cannot be looked up', async () => {
    const host = hostWith({});
    delete host.texts[at(id)];
    const { containers } = await readerOf(host).read(new Date(0));
    expect(containers[0]!.instance).toMatchObject({ id, orphan: null });
  });
});

/** Every reason in a posture, and every value that is no reason. */
function facts(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return value === 'shoji.posture/1' ? [] : [value];
  return Object.values(value).flatMap(facts);
}
