/** Walls that no recorded host has, put in the place of recorded ones: other storage drivers, SELinux with a policy. */
import type { Posture } from '@shoji/posture';
import { DerivedHost } from './derive.js';

let host: DerivedHost;
beforeEach(() => {
  host = new DerivedHost('vm-selinux');
});
afterEach(() => host.remove());

const read = async (name: string): Promise<Posture> => (await host.read()).of(name)!.posture;

describe('a root file system', () => {
  const mounted = (line: string): void =>
    host.change(`/proc/${host.recorded('d-default').init}/mountinfo`, (text) =>
      text.replace(/^(\d+ \d+) \S+ \S+ \/ .*$/m, `$1 ${line}`),
    );

  it.each([
    ['aufs', '0:91 / / rw,relatime - aufs none rw,si=c96a1f2b', 'aufs', null],
    ['btrfs', '0:92 /docker/btrfs/subvolumes/a1 / rw - btrfs /dev/vdb rw,subvolid=270', 'btrfs', null],
    ['zfs', '0:93 / / rw,relatime - zfs rpool/docker/a1 rw,xattr,noacl', 'zfs', null],
    [
      'fuse-overlayfs',
      '0:94 / / rw,nodev - fuse.fuse-overlayfs fuse-overlayfs rw,user_id=1000,group_id=1000',
      'fuse.fuse-overlayfs',
      null,
    ],
    ['vfs', '254:0 /var/lib/docker/vfs/dir/a1 / rw - ext4 /dev/vda rw', 'ext4', null],
    ['a directory of the host', '254:0 /srv/jail / ro - ext4 /dev/vda rw', 'ext4', null],
    ['overlay', '0:95 / / rw - overlay overlay rw,lowerdir=/a:/b:/c,upperdir=/u,workdir=/w', 'overlay', 3],
  ])('on %s is told with its type', async (_, line, type, lowerLayers) => {
    mounted(line);
    const { filesystem } = await read('d-default');
    expect(filesystem.root).toEqual({ type, readonly: line.includes(' ro -'), lowerLayers });
    expect(filesystem.devices).toContainEqual({ path: '/dev/null', type: 'c', major: 1, minor: 3 });
  });
});

describe('a directory below /dev', () => {
  it.each([
    [
      'FUSE',
      'rw,relatime - fuse.mine mine rw,user_id=0',
      { unreadable: '/dev/own is on a file system of the container' },
    ],
    ['FUSE without devices', 'rw,nodev - fuse.mine mine rw,user_id=0', expect.any(Array)],
    ['the kernel', 'rw - proc proc rw', expect.any(Array)],
  ])('on %s', async (_, rest, expected) => {
    const path = `/proc/${host.recorded('d-default').init}/mountinfo`;
    const dev = /^(\d+) \d+ \S+ \S+ \/dev /m.exec(host.text(path))![1];
    host.change(path, (text) => `${text}9999 ${dev} 0:96 / /dev/own ${rest}\n`);
    expect((await read('d-default')).filesystem.devices).toEqual(expected);
  });
});

describe('SELinux', () => {
  const label = 'system_u:system_r:container_t:s0:c12,c345';
  const context = {
    ...{ user: 'system_u', role: 'system_r', type: 'container_t', level: 's0:c12,c345' },
  };
  const labelled = (pid: number, text: string): void => host.write(`/proc/${pid}/attr/current`, text);

  it.each([
    ['1', { ...context, mode: 'enforcing' }],
    ['0', { ...context, mode: 'permissive' }],
    [null, { unreadable: 'ENOTRECORDED' }],
  ])('gives a context, which %s in its file `enforce` makes what it is', async (enforce, expected) => {
    labelled(host.recorded('d-default').init, `${label}\0`);
    const { ['/sys/fs/selinux/enforce']: _, ...errors } = JSON.parse(host.beside('errors.json')) as Record<
      string,
      string
    >;
    host.setBeside('errors.json', JSON.stringify(errors));
    if (enforce === null) host.drop('/sys/fs/selinux');
    else host.write('/sys/fs/selinux/enforce', enforce);
    expect((await read('d-default')).lsm.selinux).toEqual(expected);
  });

  it('tells a process in a container that has another context', async () => {
    const { init } = host.recorded('d-default');
    labelled(init, `${label}\0`);
    host.process(90_000, init, { ppid: init, comm: 'sh' });
    labelled(90_000, 'system_u:system_r:spc_t:s0\0');
    expect((await host.read()).of('d-default')!.instance.deviations).toEqual([
      expect.objectContaining({
        wall: 'lsm',
        pids: [90_000],
        difference: expect.stringContaining('spc_t') as string,
      }),
    ]);
  });

  it('says so where a label is none', async () => {
    host.write('/sys/fs/selinux/enforce', '1');
    labelled(host.recorded('d-default').init, 'not a context\0');
    expect((await read('d-default')).lsm.selinux).toHaveProperty('unreadable');
  });
});

describe('AppArmor', () => {
  it('is told by the first process where no list of modules can be read', async () => {
    host.drop('/sys/kernel/security/lsm');
    host.drop('/sys/module');
    expect((await read('d-default')).lsm.apparmor).toEqual({ unsupported: 'AppArmor is not enabled' });
    const errors = JSON.parse(host.beside('errors.json')) as Record<string, string>;
    const others = Object.entries(errors).filter(([path]) => !path.startsWith('/proc/1/attr/'));
    host.setBeside('errors.json', JSON.stringify(Object.fromEntries(others)));
    host.drop('/proc/1/attr');
    expect((await read('d-default')).lsm.apparmor).toEqual({ unreadable: 'ENOTRECORDED' });
  });
});
