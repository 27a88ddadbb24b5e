import { isUnsupported, unreadable, unsupported } from '../fact.js';
import { posture, type Posture } from '../posture.js';
import { declaredDifferences } from './declared.js';
import { asked, enforced, srv } from './testing/pair.js';

type Change = (declared: Posture, effective: Posture) => void;

const differ = (change: Change, processors: number | null = 4) => {
  const [declared, effective] = [asked(), enforced()];
  change(declared, effective);
  posture.parse(declared);
  posture.parse(effective);
  return declaredDifferences(declared, effective, processors);
};
const shown = (change: Change, processors?: number | null) =>
  differ(change, processors).map(({ direction, field, note }) => `${direction} ${field}: ${note}`);

const noAppArmor = unsupported('kernel built without AppArmor');
const inner = { ...srv, source: null, type: 'proc', fromHost: false };
const label = {
  user: 'system_u',
  role: 'system_r',
  type: 'container_t',
  level: 's0',
  mode: 'enforcing',
} as const;

describe('declaredDifferences', () => {
  const differing: [Change, string][] = [
    [(_, e) => void (e.namespaces.pid = 'host'), 'weaker namespaces.pid: it is in the host’s'],
    [
      (_, e) => void (e.namespaces.ipc = 'container'),
      'weaker namespaces.ipc: another container is in it, too',
    ],
    [
      (d, e) => void ((d.namespaces.network = 'container'), (e.namespaces.network = 'host')),
      'weaker namespaces.network: the namespace that it joins is the host’s',
    ],
    [
      (d, e) =>
        void (
          (d.namespaces.network = unreadable('joins a namespace by path')),
          (e.namespaces.network = 'host')
        ),
      'unknown namespaces.network: the namespace that it joins is the host’s',
    ],
    [(d) => void (d.namespaces.uts = 'host'), 'stronger namespaces.uts: it is not in the host’s'],
    [
      (d, e) => void ((d.namespaces.time = 'own'), (e.namespaces.time = unsupported('kernel before 5.6'))),
      'weaker namespaces.time: not applied: kernel before 5.6',
    ],
    [(d) => void (d.user.uid = 1000), 'weaker user.uid: it became root'],
    [(_, e) => void (e.user.uid = 999), 'stronger user.uid: it gave up root by itself'],
    [
      (_, e) => void (e.user.additionalGids = [0, 999]),
      'weaker user.additionalGids: also in group 0, group 999',
    ],
    [
      (d) => void (d.user.noNewPrivileges = true),
      'weaker user.noNewPrivileges: its processes may gain privileges',
    ],
    [
      (_, e) => void (e.user.noNewPrivileges = true),
      'stronger user.noNewPrivileges: init gave up gaining privileges by itself',
    ],
    [
      (d) => void (d.user.uidMappings = [{ containerId: 0, hostId: 300000, size: 65536 }]),
      'weaker user.uidMappings: ids of the container are the host’s own, root among them',
    ],
    [
      (_, e) => void (e.capabilities.bounding = ['CAP_CHOWN', 'CAP_KILL', 'CAP_NET_RAW', 'CAP_SYS_ADMIN']),
      'weaker capabilities.bounding: also holds CAP_SYS_ADMIN',
    ],
    [
      (_, e) => void (e.capabilities.effective = e.capabilities.permitted = ['CAP_CHOWN', 'CAP_KILL']),
      'stronger capabilities.permitted: lacks CAP_NET_RAW',
    ],
    [
      (_, e) => void (e.seccomp = { mode: 'disabled', filters: 0 }),
      'weaker seccomp.mode: no filter is in force',
    ],
    [
      (_, e) => void (e.seccomp.mode = unsupported('kernel built without seccomp')),
      'weaker seccomp.mode: not applied: kernel built without seccomp',
    ],
    [
      (d) => void (d.seccomp = { mode: 'disabled', filters: 0 }),
      'stronger seccomp.mode: a filter is in force',
    ],
    [
      (_, e) => void (e.lsm.apparmor = noAppArmor),
      'weaker lsm.apparmor: not applied: kernel built without AppArmor',
    ],
    [
      (_, e) => void (e.lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' }),
      'weaker lsm.apparmor: the profile docker-default is not in force',
    ],
    [
      (_, e) => void (e.lsm.apparmor = { profile: 'other', mode: 'enforce' }),
      'different lsm.apparmor: in force instead: other',
    ],
    [
      (_, e) => void (e.lsm.apparmor = { profile: 'docker-default', mode: 'complain' }),
      'weaker lsm.apparmor: the profile is in complain mode: it writes to the log and stops nothing',
    ],
    [
      (d) => void (d.lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' }),
      'stronger lsm.apparmor: confined by docker-default',
    ],
    [(d) => void (d.lsm.selinux = label), 'weaker lsm.selinux: not applied: SELinux is not enabled'],
    [
      (d, e) => void ((d.lsm.selinux = label), (e.lsm.selinux = { ...label, mode: 'permissive' })),
      'weaker lsm.selinux: SELinux is permissive: it writes to the log and stops nothing',
    ],
    [
      (d, e) => void ((d.lsm.selinux = label), (e.lsm.selinux = { ...label, type: 'spc_t' })),
      'weaker lsm.selinux: its type is spc_t',
    ],
    [
      (_, e) => void (e.cgroups.memory = { ...e.cgroups.memory, limit: 4096, boundAt: '/custom.slice' }),
      'stronger cgroups.memory.limit: the parent cgroup /custom.slice has a lower limit',
    ],
    [(_, e) => void (e.cgroups.memory.limit = null), 'weaker cgroups.memory.limit: no limit is in force'],
    [
      (_, e) => void (e.cgroups.memory.limit = unsupported('no memory controller is mounted')),
      'weaker cgroups.memory.limit: not applied: no memory controller is mounted',
    ],
    [
      (_, e) => void (e.cgroups.memory.swap = unsupported('kernel does not account swap')),
      'weaker cgroups.memory.swap: not applied: kernel does not account swap',
    ],
    [
      (d, e) => void ((d.cgroups.pids.limit = null), (e.cgroups.pids = { limit: 123, boundAt: '/a.slice' })),
      'stronger cgroups.pids.limit: the parent cgroup /a.slice has a lower limit',
    ],
    [(_, e) => void (e.cgroups.pids.limit = 51), 'weaker cgroups.pids.limit: the limit in force is higher'],
    [(_, e) => void (e.cgroups.cpu.quota = null), 'weaker cgroups.cpu.quota: no limit is in force'],
    [
      (_, e) => void (e.cgroups.cpu.period = 50000),
      'weaker cgroups.cpu.quota: more processor time is allowed',
    ],
    [(d) => void (d.cgroups.cpu.cpus = '0'), 'weaker cgroups.cpu.cpus: all processors may be used'],
    [
      (d, e) => void ((d.cgroups.cpu.cpus = '0-2'), (e.cgroups.cpu.cpus = '1-3')),
      'weaker cgroups.cpu.cpus: other processors may be used',
    ],
    [
      (d) => void (d.cgroups.cpu.weight = 50),
      'different cgroups.cpu.weight: the kernel’s default weight is in force',
    ],
    [
      (d) =>
        void (d.cgroups.io.limits = [{ major: 8, minor: 0, rbps: null, wbps: 5, riops: null, wiops: null }]),
      'weaker cgroups.io.limits: not limited as asked for: wbps of 8:0',
    ],
    [
      (_, e) => void (e.cgroups.devices = [{ type: 'a', major: null, minor: null, access: 'rwm' }]),
      'weaker cgroups.devices: also allowed: a *:* rwm',
    ],
    [
      (d) => void (d.cgroups.devices = [{ type: 'b', major: 8, minor: 0, access: 'r' }]),
      'stronger cgroups.devices: not allowed: b 8:0 r',
    ],
    [
      (_, e) => void (e.cgroups.writable = true),
      'weaker cgroups.writable: it can write to a cgroup file system',
    ],
    [
      (_, e) => void (e.rlimits.nofile = { soft: 100, hard: null }),
      'weaker rlimits.nofile: the hard limit in force is higher',
    ],
    [
      (_, e) => void (e.filesystem.root = { type: 'overlay', readonly: false, lowerLayers: 3 }),
      'weaker filesystem.root: the root file system can be written',
    ],
    [
      (_, e) => void (e.filesystem.exposedPaths = ['/proc/kcore']),
      'weaker filesystem.maskedPaths: not covered: /proc/kcore',
    ],
    [
      (_, e) => void (e.filesystem.exposedPaths = ['/proc/sys']),
      'weaker filesystem.readonlyPaths: can be written: /proc/sys',
    ],
    [
      (_, e) => void (e.filesystem.maskedPaths = ['/proc/kcore', '/proc/keys']),
      'stronger filesystem.maskedPaths: covered, too: /proc/keys',
    ],
    [
      (_, e) => void (e.filesystem.mounts = [srv, { ...srv, destination: '/x', source: '/etc' }]),
      'weaker filesystem.mounts: nobody asked for /etc at /x',
    ],
    [
      (_, e) => void (e.filesystem.mounts = [srv, { ...inner, type: 'sysfs', destination: '/sys' }]),
      'weaker filesystem.mounts: /sys can be written',
    ],
    [
      (d, e) =>
        void (
          (d.filesystem.mounts = [{ ...srv, readonly: true }]),
          (e.filesystem.mounts = [srv, { ...srv, readonly: true }])
        ),
      'weaker filesystem.mounts: /srv can be written',
    ],
    [
      (_, e) => void (e.filesystem.mounts = [srv, { ...inner, destination: '/x' }]),
      'different filesystem.mounts: nobody asked for proc at /x',
    ],
    [(_, e) => void (e.filesystem.mounts = []), 'stronger filesystem.mounts: nothing is mounted at /srv'],
    [
      (d) => void (d.filesystem.mounts = [{ ...srv, readonly: true }]),
      'weaker filesystem.mounts: /srv can be written',
    ],
    [
      (d) => void (d.filesystem.mounts = [{ ...srv, options: ['noexec'] }]),
      'weaker filesystem.mounts: /srv is mounted without noexec',
    ],
    [
      (_, e) => void (e.filesystem.mounts = [{ ...srv, propagation: 'shared' }]),
      'weaker filesystem.mounts: what is mounted below /srv shows on the host',
    ],
    [
      (_, e) => void (e.filesystem.mounts = [{ ...srv, source: '/' }]),
      'weaker filesystem.mounts: / is behind /srv',
    ],
    [
      (d, e) =>
        void (
          (d.filesystem.mounts = [{ ...srv, readonly: true }]),
          (e.filesystem.mounts = [
            { ...srv, readonly: true },
            { ...srv, destination: '/srv/run' },
          ])
        ),
      'weaker filesystem.mounts: only the top is read-only: /srv/run can be written',
    ],
    [
      (_, e) => void (e.filesystem.devices = [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }]),
      'weaker filesystem.devices: nobody asked for /dev/vda',
    ],
    [
      (d) => void (d.filesystem.devices = [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }]),
      'stronger filesystem.devices: not there: /dev/vda',
    ],
  ];
  it.each(differing.map(([change, expected]) => [expected, change] as const))(
    'says %s',
    (expected, change) => {
      expect(shown(change)).toEqual([expected]);
    },
  );

  it('says what is not known on either side, last', () => {
    const both: Change = (d, e) => {
      d.rlimits.nofile = unreadable('EACCES');
      e.cgroups.devices = unreadable('cgroup v2 device programs cannot be read');
      e.filesystem.mounts = unreadable('EACCES');
      e.user.uid = 5;
    };
    expect(shown(both)).toEqual([
      'stronger user.uid: it gave up root by itself',
      'unknown cgroups.devices: the kernel’s side could not be read: cgroup v2 device programs cannot be read',
      'unknown rlimits.nofile: what was asked for is not known: EACCES',
      'unknown filesystem.mounts: the kernel’s side could not be read: EACCES',
    ]);
    expect(shown((d) => void (d.cgroups.cpu.cpus = '0-3'), null)).toEqual([
      'unknown cgroups.cpu.cpus: whether these are all of the host’s is not known',
    ]);
  });

  it('knows nothing as equal that nobody could read', () => {
    const hidden = unreadable('EACCES');
    const hide = (value: unknown): unknown =>
      Array.isArray(value) ||
      typeof value !== 'object' ||
      value === null ||
      isUnsupported(value) ||
      'hard' in value ||
      'profile' in value ||
      'lowerLayers' in value
        ? hidden
        : Object.fromEntries(
            Object.entries(value).map(([key, inner]) => [key, key === 'schema' ? inner : hide(inner)]),
          );
    const effective = posture.parse(hide(enforced()));
    const found = declaredDifferences(asked(), effective, 4);
    expect(new Set(found.map(({ direction }) => direction))).toEqual(new Set(['unknown']));
    expect(new Set(found.map(({ wall }) => wall)).size).toBe(8);
  });

  it('keeps a long list of mounts short', () => {
    const found = differ((_, e) => {
      e.filesystem.mounts = [
        srv,
        ...Array.from({ length: 300 }, (_x, n) => ({ ...inner, destination: `/m/${n}` })),
      ];
    });
    expect(found).toHaveLength(101);
    expect(found.at(-1)?.note).toBeDefined();
    expect(found.filter(({ note }) => note.startsWith('200 more mounts'))).toHaveLength(1);
  });
});
