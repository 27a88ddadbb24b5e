import { node } from '@shoji/posture';
import { createHostReader } from './snapshot.js';
import { addDaemon, addProcess, dockerHost, id } from './testing/dockerHost.js';
import { fakeFiles, type FakeHost } from './testing/fakeFiles.js';

const read = (host: FakeHost) =>
  createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
    collectorVersion: 'test',
    files: fakeFiles(host),
  }).read(new Date(0));

const withNetworks = (): FakeHost => {
  const host = dockerHost();
  host.texts['/proc/1/mountinfo'] += [
    '40 31 0:4 net:[4026532900] /run/netns/red rw shared:9 - nsfs nsfs rw',
    '41 31 0:4 net:[4026532901] /run/netns/a\\040b rw shared:9 - nsfs nsfs rw',
    '42 31 0:4 net:[4026532003] /run/docker/netns/0123 rw shared:9 - nsfs nsfs rw',
    '43 31 0:4 mnt:[4026532902] /var/run/netns/odd rw - nsfs nsfs rw',
    '44 31 0:25 / /run/netns/stale rw - tmpfs tmpfs rw\n',
  ].join('\n');
  return host;
};

describe('namedNetworks', () => {
  it('lists what `ip netns` keeps, with or without a process', async () => {
    const host = withNetworks();
    addDaemon(host, 70, 'sleep', 'sleep\0', '/bin/sleep', { net: 4026532901 });
    const { node: who } = await read(host);
    expect(node.parse(who)).toEqual(who);
    expect(who.networkNamespaces).toEqual([
      { name: 'a b', inode: 4026532901, processCount: 1 },
      {
        name: 'odd',
        inode: { unreadable: 'not a network namespace' },
        processCount: { unreadable: 'not a network namespace' },
      },
      { name: 'red', inode: 4026532900, processCount: 0 },
    ]);
  });

  it('counts no processes where one of them hides its namespace, but for PID 1, which is the host', async () => {
    const host = withNetworks();
    host.errors = { '/proc/1/ns/cgroup': 'EACCES' };
    expect((await read(host)).node.networkNamespaces).toContainEqual({
      name: 'red',
      inode: 4026532900,
      processCount: 0,
    });
    host.errors = { '/proc/60/ns/cgroup': 'EACCES' };
    expect((await read(host)).node.networkNamespaces).toContainEqual({
      name: 'red',
      inode: 4026532900,
      processCount: { unreadable: 'EACCES' },
    });
  });

  it('is unreadable where the mounts of the host are', async () => {
    const host = withNetworks();
    host.errors = { '/proc/1/mountinfo': 'EACCES' };
    expect((await read(host)).node.networkNamespaces).toEqual({ unreadable: 'EACCES' });
  });
});

describe("the collector's own container", () => {
  it('is marked, and no other', async () => {
    const host = dockerHost();
    expect((await read(host)).containers[0]!.instance).not.toHaveProperty('self');
    host.links!['/proc/self'] = '50';
    expect((await read(host)).containers[0]!.instance).not.toHaveProperty('self');
    host.links!['/proc/self'] = '60';
    const { containers } = await read(host);
    expect(containers).toMatchObject([{ id, instance: { self: true }, traits: { self: true } }]);
    // Started by something else than what the container was made for.
    addProcess(host, 61, {});
    host.links!['/proc/self'] = '61';
    expect((await read(host)).containers[0]!.instance).not.toHaveProperty('self');
  });
});
