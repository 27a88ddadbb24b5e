import fc from 'fast-check';
import { posture, type Posture } from '@shoji/posture';
import { fakeFiles } from '../read/testing/fakeFiles.js';
import { readLxcConfig } from './lxcConfig.js';
import { lxcPosture, lxcSysctls } from './lxcDeclared.js';

const directory = '/var/lib/lxc/web';
const read = (texts: Record<string, string>) =>
  readLxcConfig(fakeFiles({ texts }), (path) => path, `${directory}/config`);
const everything = ['CAP_CHOWN', 'CAP_KILL', 'CAP_SYS_ADMIN'];
const document = (config: string, cgroupVersion: 1 | 2 = 2): Posture =>
  lxcPosture(read({ [`${directory}/config`]: config })!, {
    name: 'web',
    lxcPath: '/var/lib/lxc',
    capabilities: everything,
    cgroupVersion,
    limitsMayChange: false,
  });

describe('readLxcConfig', () => {
  it('puts what is included in the place of the include, directories by name', () => {
    expect(
      read({
        [`${directory}/config`]:
          '# a = b\nlxc.a = 1\nlxc.include = /etc/lxc/more/\n\nlxc.d = "4"\nno setting\n',
        '/etc/lxc/more/2.conf': 'lxc.c = 3',
        '/etc/lxc/more/1.conf': 'lxc.b =',
        '/etc/lxc/more/README': 'lxc.x = 9',
      }),
    ).toEqual([
      ['lxc.a', '1'],
      ['lxc.b', ''],
      ['lxc.c', '3'],
      ['lxc.d', '4'],
    ]);
  });

  it.each([
    ['a file elsewhere', '/etc/shadow'],
    ['a way out of a known directory', '/usr/share/lxc/../../../etc/shadow'],
    ['a file that is not there', '/etc/lxc/gone'],
    ['itself, without end', `${directory}/config`],
  ])('knows nothing where %s is included', (_, path) => {
    expect(
      read({ [`${directory}/config`]: `lxc.include = ${path}`, '/etc/shadow': 'lxc.no_new_privs = 1' }),
    ).toBeNull();
  });
});

describe('lxcPosture', () => {
  it.each<[string, string, object]>([
    [
      'capabilities that are dropped',
      'lxc.cap.drop = kill\nlxc.cap.drop = sys_admin',
      { capabilities: { bounding: ['CAP_CHOWN'] } },
    ],
    [
      'a list that was emptied',
      'lxc.cap.drop = kill\nlxc.cap.drop =',
      { capabilities: { bounding: everything } },
    ],
    ['capabilities that are kept', 'lxc.cap.keep = kill', { capabilities: { bounding: ['CAP_KILL'] } }],
    ['none that are kept', 'lxc.cap.keep = none', { capabilities: { bounding: [] } }],
    ['the host’s network', 'lxc.net.0.type = none', { namespaces: { network: 'host' } }],
    ['another container’s network', 'lxc.namespace.share.net = db', { namespaces: { network: 'container' } }],
    [
      'namespaces that are kept',
      'lxc.namespace.keep = ipc net',
      { namespaces: { ipc: 'host', network: 'host', pid: 'own' } },
    ],
    [
      'namespaces that are made',
      'lxc.namespace.clone = mnt pid',
      { namespaces: { mount: 'own', pid: 'own', ipc: 'host' } },
    ],
    [
      'a map of both kinds',
      'lxc.idmap = b 0 1000 1',
      { user: { hostUid: 1000, gidMappings: [{ containerId: 0, hostId: 1000, size: 1 }] } },
    ],
    [
      'limits',
      'lxc.cgroup2.memory.max = 64M\nlxc.cgroup2.pids.max = 9\nlxc.cgroup2.cpu.max = 50000 100000',
      { cgroups: { memory: { limit: 67108864 }, pids: { limit: 9 }, cpu: { quota: 50000, period: 100000 } } },
    ],
    ['a limit that is none', 'lxc.cgroup2.memory.max = max', { cgroups: { memory: { limit: null } } }],
    [
      'resource limits',
      'lxc.prlimit.nofile = 100:unlimited',
      { rlimits: { nofile: { soft: 100, hard: null } } },
    ],
    ['a read-only root', 'lxc.rootfs.options = ro,noatime', { filesystem: { root: { readonly: true } } }],
    [
      'a mount',
      'lxc.mount.entry = /srv srv none bind,ro 0 0',
      { filesystem: { mounts: [{ source: '/srv', destination: '/srv', readonly: true, fromHost: true }] } },
    ],
    [
      'all of /sys writable',
      'lxc.mount.auto = sys:mixed\nlxc.mount.auto = sys:rw',
      { filesystem: { mounts: [{ destination: '/sys', readonly: false, options: [] }] } },
    ],
    [
      'a directory to mount through, all else shared',
      'lxc.mount.auto = shmounts:/var/lib/incus/shmounts/web:/dev/.incus-mounts\nlxc.mount.entry = /srv srv none bind 0 0',
      {
        filesystem: {
          mounts: [
            {
              source: '/var/lib/incus/shmounts/web',
              destination: '/dev/.incus-mounts',
              propagation: 'slave',
            },
            { source: '/srv', destination: '/srv', propagation: 'shared' },
          ],
        },
      },
    ],
    ['no privileges', 'lxc.no_new_privs = 1', { user: { noNewPrivileges: true } }],
    ['no filter', '', { seccomp: { mode: 'disabled' } }],
  ])('reads %s', (_, config, expected) => {
    expect(document(config)).toMatchObject(expected);
  });

  it('takes the limits of the version that the host has', () => {
    const both =
      'lxc.cgroup.memory.limit_in_bytes = 4096\nlxc.cgroup.memory.memsw.limit_in_bytes = 8192\nlxc.cgroup2.memory.max = 1\n' +
      'lxc.cgroup.devices.deny = a\nlxc.cgroup.devices.allow = c 1:3 rwm\nlxc.cgroup.devices.allow = b *:* m';
    expect(document(both, 1).cgroups).toMatchObject({
      memory: { limit: 4096, swap: 4096 },
      devices: [
        { type: 'b', major: null, minor: null, access: 'm' },
        { type: 'c', major: 1, minor: 3, access: 'rwm' },
      ],
    });
    expect(document(both, 2).cgroups.memory).toMatchObject({ limit: 1 });
  });

  it('makes a valid document of any text', () => {
    const keys = [
      'lxc.cap.keep',
      'lxc.idmap',
      'lxc.mount.entry',
      'lxc.cgroup2.cpu.max',
      'lxc.selinux.context',
      'lxc.apparmor.profile',
    ];
    const line = fc.tuple(
      fc.constantFrom(...keys, 'lxc.prlimit.core', 'lxc.cgroup2.devices.allow'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const found = posture.safeParse(
          document(lines.map(([key, value]) => `${key} = ${value}`).join('\n')),
        );
        expect(found.error).toBeUndefined();
      }),
    );
  });
});

describe('lxcSysctls', () => {
  it('names what is set last, whatever its value', () => {
    const config = `
lxc.sysctl.net.ipv4.ip_forward = 1
lxc.sysctl.kernel.msgmax = 65536
lxc.sysctl.kernel.msgmax =
lxc.sysctl.net.ipv6.conf.br-lan.forwarding = 0
lxc.sysctl =
lxc.apparmor.profile = generated`;
    expect(lxcSysctls(read({ [`${directory}/config`]: config })!)).toEqual([
      'net.ipv4.ip_forward',
      'net.ipv6.conf.br-lan.forwarding',
    ]);
  });
});
