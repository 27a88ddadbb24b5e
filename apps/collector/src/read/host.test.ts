import { createHostReader } from './snapshot.js';
import { dockerHost } from './testing/dockerHost.js';
import { fakeFiles, type FakeHost } from './testing/fakeFiles.js';

/** The collector's own namespaces: the host's, but for those given. */
const collectorIn = (own: Record<string, number> = {}): FakeHost => {
  const host = dockerHost();
  for (const type of ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'])
    host.links![`/proc/self/ns/${type}`] =
      own[type] === undefined ? host.links![`/proc/1/ns/${type}`]! : `${type}:[${own[type]}]`;
  return host;
};

const read = (host: FakeHost, rootfs = '/') =>
  createHostReader({
    roots: { procfs: '/proc', sysfs: '/sys', rootfs },
    collectorVersion: 'test',
    files: fakeFiles(host),
  }).read(new Date(0));

describe('readHost', () => {
  it('takes a setting of a namespace for the host’s only where the collector is in it', async () => {
    const settings = {
      '/proc/sys/net/ipv4/ip_forward': '1\n',
      '/proc/sys/user/max_user_namespaces': '100\n',
      '/proc/sys/vm/panic_on_oom': '0\n',
    };
    const among = collectorIn();
    Object.assign(among.texts, settings);
    expect((await read(among)).host.sysctls).toMatchObject({
      'net.ipv4.ip_forward': '1',
      'net.core.bpf_jit_harden': { unsupported: 'kernel has no such setting' },
      'user.max_user_namespaces': '100',
      'vm.panic_on_oom': '0',
    });
    const apart = collectorIn({ net: 4026532100, user: 4026532101 });
    Object.assign(apart.texts, settings);
    expect((await read(apart)).host.sysctls).toMatchObject({
      'net.ipv4.ip_forward': { unreadable: 'the collector is in a network namespace of its own' },
      'net.core.bpf_jit_harden': { unreadable: 'the collector is in a network namespace of its own' },
      'user.max_user_namespaces': { unreadable: 'the collector is in a user namespace of its own' },
      'vm.panic_on_oom': '0',
    });
    const closed = collectorIn();
    Object.assign(closed.texts, settings);
    closed.errors = { '/proc/1/ns/cgroup': 'EACCES', '/proc/2/ns/cgroup': 'EACCES' };
    expect((await read(closed)).host.sysctls).toMatchObject({
      'net.ipv4.ip_forward': {
        unreadable: "not known whether the collector is in the host's network namespace",
      },
      'user.max_user_namespaces': '100',
    });
  });

  it.each<[string, (host: FakeHost) => void, unknown]>([
    ['everything is shown', () => undefined, true],
    [
      'others are hidden',
      (host) => ['1', '2'].forEach((pid) => delete host.texts[`/proc/${pid}/stat`]),
      { unreadable: 'only the processes of a PID namespace are shown' },
    ],
    [
      'its own PID namespace has a second process',
      (host) => (host.texts['/proc/2/stat'] = host.texts['/proc/60/stat']!),
      { unreadable: 'only the processes of a PID namespace are shown' },
    ],
    [
      'others may not be read',
      (host) => (host.errors = { '/proc/2/stat': 'EACCES' }),
      { unreadable: 'EACCES' },
    ],
    [
      'others are not even listed',
      (host) => {
        for (const pid of ['1', '2'])
          for (const kind of ['texts', 'links'] as const)
            for (const path of Object.keys(host[kind]!))
              if (path.startsWith(`/proc/${pid}/`)) delete host[kind]![path];
      },
      { unreadable: 'processes of others are hidden (hidepid)' },
    ],
  ])('tells whether all processes are seen where %s', async (_, change, expected) => {
    const host = collectorIn();
    change(host);
    expect((await read(host)).host.processesComplete).toEqual(expected);
  });
});

describe('readNode', () => {
  it('calls a host by its own name, not by that of the collector’s container', async () => {
    expect((await read(collectorIn())).node.hostname).toBe('box');
    const apart = collectorIn({ uts: 4026532100 });
    expect((await read(apart, '/host')).node.hostname).toBe('unknown');
    apart.texts['/host/etc/hostname'] = 'node-7\n';
    expect((await read(apart, '/host')).node.hostname).toBe('node-7');
  });

  it('finds what lies behind absolute links of a mounted root', async () => {
    const host = collectorIn();
    host.links!['/host/etc/machine-id'] = '/persist/machine-id';
    host.texts['/host/persist/machine-id'] = `${'ab'.repeat(16)}\n`;
    host.texts['/persist/machine-id'] = `${'cd'.repeat(16)}\n`;
    expect((await read(host, '/host')).node.machineId).toBe('ab'.repeat(16));
  });
});
