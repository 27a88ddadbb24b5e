import { hostDocument } from '@shoji/posture';
import { createHostReader } from '../../read/snapshot.js';
import { addDaemon, dockerHost } from '../../read/testing/dockerHost.js';
import { fakeFiles, type FakeHost } from '../../read/testing/fakeFiles.js';

/** Reads the host `times` times; the last document, and which sockets were asked. */
async function readings(
  host: FakeHost,
  { times = 1, version = null, rootfs = '/' }: { times?: number; version?: unknown; rootfs?: string } = {},
) {
  const asked: string[] = [];
  const reader = createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs },
    collectorVersion: 'test',
    files: fakeFiles(host),
    askVersion: (socket) => {
      asked.push(socket);
      return Promise.resolve(version);
    },
  });
  let document = (await reader.read(new Date(0))).host;
  for (let time = 1; time < times; time++) document = (await reader.read(new Date(0))).host;
  expect(hostDocument.parse(document)).toEqual(document);
  const named = (name: string) => document.runtimes.filter((runtime) => runtime.name === name);
  return { document, named, asked, reader };
}

const answer = {
  Version: '20.10.24',
  Components: [
    { Name: 'containerd', Version: '1.6.20' },
    { Name: 'runc', Version: '1.1.5' },
  ],
};

const withDocker = (args = 'dockerd\0-H\0unix:///var/run/docker.sock\0'): FakeHost => {
  const host = dockerHost();
  addDaemon(host, 40, 'dockerd', args, '/usr/sbin/dockerd');
  Object.assign(host.texts, {
    '/usr/sbin/runc': '',
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/:/bin/sh\neve:x:1001:102::/:/bin/sh\n',
    '/etc/group': 'root:x:0:\ndocker:x:102:bob,ann\n',
  });
  host.permissions = { ...host.permissions, '/run/docker.sock': { mode: 0o660, uid: 0, gid: 102 } };
  return host;
};

describe('HostRuntimes', () => {
  it('asks a docker daemon once in its life, at its own socket', async () => {
    const { named, asked } = await readings(withDocker(), { times: 30, version: answer });
    expect(asked).toEqual(['/run/docker.sock']);
    expect(named('docker')).toMatchObject([{ version: '20.10.24' }]);
    expect(named('runc')).toMatchObject([{ version: '1.1.5' }]);
  });

  it('gives up on a daemon that does not answer, and asks its successor', async () => {
    const host = withDocker();
    const { named, asked, reader } = await readings(host, { times: 30 });
    expect(asked).toHaveLength(3);
    expect(named('docker')[0]?.version).toEqual({ unreadable: 'no package owns /usr/sbin/dockerd' });
    addDaemon(host, 41, 'dockerd', 'dockerd\0', '/usr/sbin/dockerd');
    delete host.texts['/proc/40/stat'];
    await reader.read(new Date(0));
    expect(asked).toHaveLength(4);
  });

  it('joins settings with who may give orders', async () => {
    const host = withDocker();
    host.texts['/etc/docker/daemon.json'] = '{"icc": false, "log-level": "warn"}';
    const { named } = await readings(host);
    expect(named('docker')[0]?.configuration).toEqual({
      hosts: 'unix:///var/run/docker.sock',
      icc: false,
      'log-level': 'warn',
      'socket:/run/docker.sock': '0660 root:docker',
      'socket:/run/docker.sock users': 'ann bob eve',
    });
  });

  it('says for each thing it cannot read why', async () => {
    const host = withDocker();
    host.errors = { '/etc/docker/daemon.json': 'EACCES', '/usr/sbin/podman': 'EIO' };
    const { named } = await readings(host);
    expect(named('docker')[0]?.configuration).toMatchObject({
      hosts: 'unix:///var/run/docker.sock',
      'file:/etc/docker/daemon.json': { unreadable: 'EACCES' },
    });

    const closed = withDocker();
    closed.errors = { '/etc/passwd': 'EACCES' };
    expect((await readings(closed)).named('docker')[0]?.configuration).toMatchObject({
      'socket:/run/docker.sock': '0660 0:102',
      'socket:/run/docker.sock users': { unreadable: 'EACCES' },
    });
  });

  it('sees a change of configuration within eight readings', async () => {
    const host = withDocker();
    const { reader } = await readings(host, { times: 2, version: answer });
    host.texts['/etc/docker/daemon.json'] = '{"icc": false}';
    let document = (await reader.read(new Date(0))).host;
    for (let time = 1; time < 8; time++) document = (await reader.read(new Date(0))).host;
    expect(document.runtimes[0]?.configuration).toMatchObject({ icc: false });
  });

  it('does not tell the version of the file on disk for a program that was replaced', async () => {
    const host = withDocker();
    host.texts['/var/lib/dpkg/status'] =
      'Package: docker.io\nStatus: install ok installed\nArchitecture: amd64\nVersion: 26.1-1\n';
    host.texts['/var/lib/dpkg/info/docker.io.list'] = '/usr/sbin/dockerd\n';
    expect((await readings(host)).named('docker')[0]?.version).toBe('26.1-1');
    host.links!['/proc/40/exe'] = '/usr/sbin/dockerd (deleted)';
    expect((await readings(host)).named('docker')[0]?.version).toEqual({
      unreadable: 'its program was replaced since it started',
    });
  });

  it("takes no part in what a container calls dockerd, nor follows a user's daemon to files", async () => {
    const inside = dockerHost();
    addDaemon(inside, 40, 'dockerd', 'dockerd\0', '/usr/sbin/dockerd', { pid: 4026532004, mnt: 4026532002 });
    expect((await readings(inside)).named('docker')).toEqual([]);

    const private_ = dockerHost();
    addDaemon(private_, 40, 'dockerd', 'dockerd\0', '/usr/sbin/dockerd', { mnt: 4026532002 });
    expect((await readings(private_)).named('docker')[0]?.configuration).toEqual({
      unreadable: 'it has a mount namespace of its own',
    });

    const users = dockerHost();
    addDaemon(users, 40, 'dockerd', 'dockerd\0--config-file\0/etc/shadow\0', '/usr/sbin/dockerd');
    users.texts['/proc/40/status'] = users.texts['/proc/40/status']!.replace(
      /Uid:.*/,
      'Uid:\t1000\t1000\t1000\t1000',
    );
    const { named, asked } = await readings(users);
    expect(named('docker')[0]?.configuration).toEqual({ unreadable: 'it belongs to user 1000' });
    expect(asked).toEqual([]);
  });

  it('reads what podman, containerd, CRI-O and LXC give by default', async () => {
    const host = dockerHost();
    addDaemon(
      host,
      41,
      'containerd',
      'containerd\0--config\0/etc/containerd/c.toml\0',
      '/usr/bin/containerd',
    );
    addDaemon(host, 42, 'crio', 'crio\0', '/usr/bin/crio');
    Object.assign(host.texts, {
      '/usr/bin/podman': '',
      '/usr/bin/lxc-start': '',
      '/usr/share/containers/containers.conf':
        '[containers]\npids_limit = 2048\ndefault_capabilities = [\n "CHOWN",\n]\n',
      '/etc/containers/containers.conf':
        '[containers]\npids_limit = -1\n[engine]\ncgroup_manager = "cgroupfs"\n',
      '/etc/containers/containers.conf.d/10.conf': '[containers]\nseccomp_profile = "unconfined"\n',
      '/etc/containerd/c.toml':
        'version = 2\nimports = ["conf.d/*.toml"]\n[grpc]\n gid = 5\n[plugins."io.containerd.grpc.v1.cri"]\n disable_apparmor = false\n',
      '/etc/containerd/conf.d/x.toml':
        '[plugins."io.containerd.grpc.v1.cri"]\n disable_apparmor = true\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]\n privileged_without_host_devices = true\n',
      '/etc/crio/crio.conf.d/00-default.conf':
        '[crio.runtime]\nseccomp_profile = ""\nselinux = true\n[crio.runtime\n',
      '/etc/lxc/default.conf':
        'lxc.net.0.type = veth\nlxc.apparmor.profile = generated\nlxc.idmap = u 0 100000 65536\nlxc.idmap = g 0 100000 65536\n',
    });
    const { named } = await readings(host);
    expect(named('podman')[0]?.configuration).toEqual({
      'containers.default_capabilities': 'CHOWN',
      'containers.pids_limit': '-1',
      'containers.seccomp_profile': 'unconfined',
      'engine.cgroup_manager': 'cgroupfs',
    });
    expect(named('containerd')[0]?.configuration).toEqual({
      'grpc.gid': 5,
      version: 2,
      'plugins.io.containerd.grpc.v1.cri.disable_apparmor': true,
      'plugins.io.containerd.grpc.v1.cri.containerd.runtimes.runc.privileged_without_host_devices': true,
    });
    expect(named('cri-o')[0]?.configuration).toEqual({ unreadable: 'crio.conf: not understood at line 4' });
    expect(named('lxc')[0]?.configuration).toEqual({
      'lxc.apparmor.profile': 'generated',
      'lxc.idmap': 'u 0 100000 65536; g 0 100000 65536',
    });
  });

  it('says that runtimes may be missing where the host has no root directory to look in', async () => {
    expect((await readings(withDocker())).document.runtimesComplete).toBe(true);
    const { document } = await readings(withDocker(), { rootfs: '/host' });
    expect(document.runtimesComplete).toEqual({ unreadable: 'no host is at /host' });
  });
});
