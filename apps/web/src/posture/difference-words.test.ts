import { factName, sidesInWords } from './difference-words';

describe('factName', () => {
  it.each([
    ['cgroups.memory.limit', 'Memory'],
    ['namespaces.pid', 'PID namespace'],
    ['namespaces.network', 'Network namespace'],
    ['capabilities.bounding', 'Capabilities, bounding'],
    ['rlimits.nofile', 'Limit of open files'],
    ['traits.deviations', 'Process with other walls'],
    ['something.new', 'something.new'],
  ])('calls %s %s', (field, name) => expect(factName(field)).toBe(name));
});

describe('sidesInWords', () => {
  it.each<[string, unknown, unknown, [string, string]]>([
    ['cgroups.memory.limit', 268435456, 209715200, ['256 MiB', '200 MiB']],
    ['cgroups.pids.limit', null, 123, ['no limit', '123']],
    ['cgroups.pids.boundAt', null, 'self', ['nothing', 'self']],
    [
      'traits.deviations',
      null,
      { wall: 'user', exe: '/bin/sh', difference: 'runs as root', count: 1 },
      ['nothing', '/bin/sh: runs as root'],
    ],
    [
      'traits.ports',
      { hostAddress: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' },
      null,
      ['0.0.0.0:8080 to 80/tcp', 'nothing'],
    ],
    [
      'traits.restart',
      { policy: 'always', retries: null },
      { policy: 'on-failure', retries: 5 },
      ['always', 'on-failure, at most 5 times'],
    ],
    ['traits.cgroupParent', null, '/special.slice', ['its runtime’s own', '/special.slice']],
    ['namespaces.pid', 'own', 'host', ['its own', 'the host’s']],
    ['user.uid', 0, 100000, ['0', '100000']],
    ['user.noNewPrivileges', true, false, ['yes', 'no']],
    [
      'lsm.apparmor',
      { profile: 'docker-default', mode: 'enforce' },
      { unsupported: 'kernel built without AppArmor' },
      ['docker-default, enforce', 'not there: kernel built without AppArmor'],
    ],
    [
      'cgroups.devices',
      [{ type: 'c', major: 1, minor: null, access: 'rwm' }],
      { unreadable: 'cgroup v2' },
      ['c 1:* rwm', 'unknown, cgroup v2'],
    ],
    [
      'capabilities.bounding',
      ['CAP_CHOWN', 'CAP_KILL'],
      ['CAP_CHOWN', 'CAP_KILL', 'CAP_SYS_ADMIN'],
      ['2, all on the other side, too', 'CAP_SYS_ADMIN, and 2 that both have'],
    ],
    ['filesystem.maskedPaths', ['/proc/kcore'], [], ['/proc/kcore', 'none']],
    [
      'filesystem.mounts',
      null,
      { destination: '/x', source: '/etc', type: 'ext4', readonly: false, options: ['nodev'] },
      ['nothing', '/etc at /x, writable, nodev'],
    ],
    ['filesystem.devices', [], [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }], ['none', '/dev/vda']],
    ['filesystem.root', { readonly: true }, { readonly: false }, ['read-only', 'writable']],
    [
      'rlimits.nofile',
      { soft: 100, hard: 200 },
      { soft: 100, hard: null },
      ['100, at most 200', '100, at most unlimited'],
    ],
    [
      'user.uidMappings',
      [{ containerId: 0, hostId: 300000, size: 65536 }],
      [{ containerId: 0, hostId: 0, size: 4294967295 }],
      ['0 to 300000, 65536 ids', '0 to 0, 4294967295 ids'],
    ],
    [
      'lsm.selinux',
      { user: 'u', role: 'r', type: 't', level: 's0', mode: 'enforcing' },
      { unreadable: 'EACCES' },
      ['u:r:t:s0', 'unknown, EACCES'],
    ],
    ['something.new', { a: 1 }, undefined, ['{"a":1}', 'unknown, not in the document']],
  ])('writes %s', (field, declared, effective, words) => {
    expect(sidesInWords(field, declared, effective)).toEqual(words);
  });
});
