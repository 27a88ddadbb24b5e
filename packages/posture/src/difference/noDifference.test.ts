import { unreadable, unsupported } from '../fact.js';
import { posture, type Posture } from '../posture.js';
import { declaredDifferences } from './declared.js';
import { asked, enforced, srv } from './testing/pair.js';

type Change = (declared: Posture, effective: Posture) => void;

const shown = (change: Change) => {
  const [declared, effective] = [asked(), enforced()];
  change(declared, effective);
  posture.parse(declared);
  posture.parse(effective);
  return declaredDifferences(declared, effective, 4);
};

const noAppArmor = unsupported('kernel built without AppArmor');
const label = {
  user: 'system_u',
  role: 'system_r',
  type: 'container_t',
  level: 's0',
  mode: 'enforcing',
} as const;

/** What runtimes, systemd, the kernel and the program itself change in the normal course of things. */
describe('declaredDifferences', () => {
  it('is empty where the kernel enforces what was asked for', () => {
    expect(shown(() => undefined)).toEqual([]);
  });

  it.each<[string, Change]>([
    [
      'nothing was asked for',
      (d) =>
        void (
          (d.lsm.apparmor = unsupported('not declared')),
          (d.rlimits.nofile = unsupported('not declared'))
        ),
    ],
    ['a limit was rounded to whole pages', (d) => void (d.cgroups.memory.limit = 67109000)],
    ['systemd rounded the share of a processor', (d) => void (d.cgroups.cpu.quota = 50700)],
    [
      'systemd limits the tasks of a unit by default',
      (d, e) => void ((d.cgroups.pids.limit = null), (e.cgroups.pids = { limit: 4686, boundAt: 'self' })),
    ],
    [
      'systemd limits the tasks of a user by default',
      (d, e) =>
        void (
          (d.cgroups.pids.limit = null),
          (e.cgroups.pids = { limit: 9000, boundAt: '/user.slice/user-1000.slice' })
        ),
    ],
    [
      'a user who is not root has no capabilities',
      (d, e) =>
        void ((d.user.uid = e.user.uid = 1000), (e.capabilities.effective = e.capabilities.permitted = [])),
    ],
    ['an ambient capability is not inheritable', (d) => void (d.capabilities.ambient = ['CAP_KILL'])],
    [
      'a rootless runtime shifts the ids',
      (d, e) =>
        void (
          (d.namespaces.user = 'host'),
          (e.namespaces.user = 'container'),
          (e.user.uidMappings = [
            { containerId: 0, hostId: 1000, size: 1 },
            { containerId: 1, hostId: 100000, size: 65536 },
          ])
        ),
    ],
    [
      'a rootless runtime shifts its own map and splits it',
      (d, e) =>
        void (
          (d.user.uidMappings = [{ containerId: 0, hostId: 1, size: 10 }]),
          (e.user.uidMappings = [
            { containerId: 4, hostId: 100004, size: 6 },
            { containerId: 0, hostId: 100000, size: 4 },
          ])
        ),
    ],
    ['the program has filters of its own', (_, e) => void (e.seccomp.filters = 3)],
    ['the program raised its soft limit', (_, e) => void (e.rlimits.nofile = { soft: 200, hard: 200 })],
    ['the joined namespace is its own by now', (d) => void (d.namespaces.network = 'container')],
    [
      'a namespace was joined by a path',
      (d) => void (d.namespaces.network = unreadable('joins a namespace by path')),
    ],
    [
      'a profile of a stack confines nothing',
      (d, e) =>
        void (
          (d.lsm.apparmor = { profile: 'lxc-a_</v>', mode: 'enforce' }),
          (e.lsm.apparmor = { profile: 'lxc-a_</v>//&:lxc-a_<-v>:unconfined', mode: 'enforce' })
        ),
    ],
    [
      'docker’s default profile is not there but SELinux is',
      (_, e) => void ((e.lsm.apparmor = noAppArmor), (e.lsm.selinux = label)),
    ],
    [
      'what is mounted below a tree of the host came along',
      (_, e) =>
        void (e.filesystem.mounts = [{ ...srv }, { ...srv, destination: '/srv/a', source: '/srv/a' }]),
    ],
    [
      'a link in the image led the mount elsewhere',
      (d) => void (d.filesystem.mounts = [{ ...srv, destination: '/link/srv' }]),
    ],
    [
      'the program mounted memory, and a runtime the kernel’s trees in their places',
      (_, e) =>
        void (e.filesystem.mounts = [
          srv,
          ...[
            ['/tmp', 'tmpfs'],
            ['/proc', 'proc'],
            ['/sys/fs/cgroup', 'cgroup2'],
          ].map(([destination = '', type = '']) => ({
            ...srv,
            destination,
            source: null,
            type,
            fromHost: false,
          })),
          { ...srv, destination: '/dev/null', source: '/dev/null', type: 'devtmpfs' },
        ]),
    ],
    [
      'a runtime put something of its own there',
      (d, e) =>
        void (
          (d.filesystem.mounts = [srv, { ...srv, destination: '/etc/localtime', source: null }]),
          (e.filesystem.mounts = [srv, { ...srv, destination: '/etc/localtime', readonly: true }])
        ),
    ],
    [
      'all of the host was asked for',
      (d, e) => void (d.filesystem.mounts = e.filesystem.mounts = [{ ...srv, source: '/' }]),
    ],
    [
      '/var/run is /run',
      (d, e) =>
        void (
          (d.filesystem.mounts = [{ ...srv, destination: '/var/run/a', source: '/var/run/b' }]),
          (e.filesystem.mounts = [{ ...srv, destination: '/run/a', source: '/run/b' }])
        ),
    ],
    [
      'a bind keeps the options of its source',
      (_, e) => void (e.filesystem.mounts = [{ ...srv, options: ['nodev', 'nosuid'] }]),
    ],
    [
      'the usual mounts are left out',
      (d) => void (d.filesystem.mounts = [srv, { ...srv, destination: '/dev/shm' }]),
    ],
    [
      'all of /dev is the host’s',
      (d, e) =>
        void (
          (d.filesystem.mounts = [srv, { ...srv, destination: '/dev', source: '/dev' }]),
          (e.filesystem.mounts = d.filesystem.mounts),
          (e.filesystem.devices = [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }])
        ),
    ],
    ['the processors are all that the host has', (d) => void (d.cgroups.cpu.cpus = '0-3')],
    [
      'the processors are written otherwise',
      (d, e) => void ((d.cgroups.cpu.cpus = '2,1,0'), (e.cgroups.cpu.cpus = '0-2')),
    ],
    [
      'shares became a weight by another formula',
      (d, e) => void ((d.cgroups.cpu.weight = 50), (e.cgroups.cpu.weight = 20)),
    ],
    [
      'without swap nothing of it was asked for',
      (d, e) =>
        void (
          (d.cgroups.memory.swap = null),
          (e.cgroups.memory.swap = unsupported('kernel does not account swap'))
        ),
    ],
  ])('is empty where %s', (_, change) => {
    expect(shown(change)).toEqual([]);
  });
});
