import { unreadable, type Fact } from '@shoji/posture';
import { parseStatus } from '@shoji/procfs';
import { findDeviations, type Walls } from './deviations.js';
import type { NamespaceIds } from './namespaces.js';

const namespaces: NamespaceIds = {
  cgroup: 1,
  ipc: 2,
  mount: 3,
  network: 4,
  pid: 5,
  time: 6,
  user: 7,
  uts: 8,
};
const fields = {
  Uid: '1000\t1000\t1000\t1000',
  CapInh: '0',
  CapPrm: '0',
  CapEff: '0',
  CapBnd: 'a80425fb',
  CapAmb: '0',
  NoNewPrivs: '0',
  Seccomp: '2',
  Seccomp_filters: '2',
};

interface Changes {
  status?: Partial<typeof fields>;
  namespaces?: Partial<NamespaceIds>;
  apparmor?: Fact<string>;
  root?: Fact<string>;
  maps?: [string, string];
}

let pid = 100;
function walls(changes: Changes = {}): Walls {
  const lines = Object.entries({ ...fields, ...changes.status }).map(
    ([key, value]) => `${key}:\t${key.startsWith('Cap') ? value.padStart(16, '0') : value}\n`,
  );
  const text = `Name:\tx\nState:\tS (sleeping)\nTgid:\t1\nPid:\t1\nPPid:\t0\nTracerPid:\t0\nGid:\t0\t0\t0\t0\nGroups:\t\nNStgid:\t1\nNSpid:\t1\nThreads:\t1\n`;
  return {
    process: {
      pid: (pid += 1),
      directory: `/proc/${pid}`,
      startTime: 1,
      ppid: 1,
      comm: 'x',
      threads: 1,
      cgroups: { text: '', paths: new Map(), path: '/', claim: null, service: null },
      namespaces: { ...namespaces, ...changes.namespaces },
    },
    status: parseStatus(text + lines.join('')),
    labels: { apparmor: changes.apparmor ?? 'docker-default (enforce)\n', selinux: unreadable('EINVAL') },
    root: changes.root ?? '/',
    idMaps: () => changes.maps ?? ['0 0 4294967295\n', '0 0 4294967295\n'],
    exe: () => '/bin/x',
  };
}

const told = (changes: Changes, init: Changes = {}): string[] =>
  findDeviations(walls(init), [walls(changes)], 40).map(({ wall, difference }) => `${wall}: ${difference}`);

describe('findDeviations', () => {
  it.each<[string, Changes, string[]]>([
    ['nothing where nothing differs', {}, []],
    [
      'the namespaces that differ',
      { namespaces: { mount: 9, uts: 9 } },
      ['namespaces: other mount, uts namespace'],
    ],
    [
      'the ids that a user namespace of its own maps',
      { namespaces: { user: 9 }, maps: ['0 1000 1\n', ''] },
      ['namespaces: other user namespace', 'user: no group id mapped', 'user: user ids mapped 0 1000 1'],
    ],
    ['another label', { apparmor: 'unconfined\n' }, ['lsm: apparmor label unconfined']],
    ['another root directory', { root: '/tmp/c' }, ['filesystem: root directory /tmp/c']],
    ['root where init is none', { status: { Uid: '0\t0\t0\t0' } }, ['user: runs as root']],
    ['no other user', { status: { Uid: '7\t7\t7\t7' } }, []],
    ['no_new_privs', { status: { NoNewPrivs: '1' } }, ['user: no_new_privs is on']],
    [
      'another seccomp mode',
      { status: { Seccomp: '0', Seccomp_filters: '0' } },
      ['seccomp: mode disabled instead of filter'],
    ],
    ['fewer filters', { status: { Seccomp_filters: '1' } }, ['seccomp: filters 1 instead of 2']],
    ['no more filters', { status: { Seccomp_filters: '3' } }, []],
    [
      'no bits past the last capability',
      { status: { CapBnd: 'ffffff80a80425fb' } },
      ['capabilities: bounding set wider by CAP_BPF, CAP_CHECKPOINT_RESTORE'],
    ],
    ['no fewer capabilities', { status: { CapBnd: '0' } }, []],
    [
      'which capabilities make which sets wider',
      { status: { CapBnd: 'a82425fb', CapEff: '200000', CapAmb: '1' } },
      ['capabilities: bounding, effective set wider by CAP_SYS_ADMIN; ambient set wider by CAP_CHOWN'],
    ],
    [
      'namespaces that cannot be read though those of init can',
      {
        namespaces: { mount: unreadable('EACCES'), pid: unreadable('EACCES') },
        apparmor: unreadable('EACCES'),
        root: unreadable('EACCES'),
      },
      ['namespaces: cannot be read: EACCES'],
    ],
  ])('tells %s', (_, changes, expected) => expect(told(changes).sort()).toEqual(expected));

  it('knows root inside a user namespace that init shares', () => {
    const maps: [string, string] = ['0 300000 65536\n', '0 300000 65536\n'];
    const changes = { status: { Uid: '300000\t300000\t300000\t300000' }, maps };
    expect(told(changes, { status: { Uid: '301000\t301000\t301000\t301000' }, maps })).toEqual([
      'user: runs as root',
    ]);
  });

  it('says nothing that has no place in a document, wherever a long path is cut', () => {
    const [difference = ''] = told({ root: `/${'x'.repeat(4079)}💥` });
    expect([difference.length, difference.isWellFormed()]).toEqual([4096 + 'filesystem: '.length, true]);
  });

  it('tells processes that differ alike together', () => {
    const others = [walls({ root: '/a' }), walls(), walls({ root: '/a' })];
    expect(findDeviations(walls(), others, 40)).toEqual([
      {
        wall: 'filesystem',
        difference: 'root directory /a',
        exe: '/bin/x',
        count: 2,
        pids: [others[0]!.process.pid, others[2]!.process.pid],
      },
    ]);
  });
});
