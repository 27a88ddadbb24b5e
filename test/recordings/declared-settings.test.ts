/** What LXC and systemd-nspawn were asked for on the recorded hosts, and where the kernel enforces something else. */
import { declaredDifferences, posture, type Posture } from '@shoji/posture';
import { fakeFiles } from '../../apps/collector/src/read/testing/fakeFiles.js';
import { declaredOf } from '../../apps/collector/src/runtimes/declared.js';
import { hostNames, jsonIn, readerOf, unpack } from './unpack.js';

interface Expected {
  containers: { name: string; engine: string; daemon: string; args: string[]; pids: number[] }[];
}

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };

/** What of LXC's own `common.conf` bears on walls. */
const common = `lxc.cap.drop = mac_admin mac_override sys_time sys_module sys_rawio
lxc.mount.auto = cgroup:mixed proc:mixed sys:mixed
lxc.mount.entry = /sys/fs/fuse/connections sys/fs/fuse/connections none bind,optional 0 0
lxc.seccomp.profile = /usr/share/lxc/config/common.seccomp
`;

const asked: Record<string, object> = {
  'l-priv': {
    namespaces: { network: 'own', user: 'host', cgroup: 'own', time: 'host' },
    user: { uid: 0, hostUid: 0 },
    seccomp: { mode: 'filter' },
    lsm: { apparmor: { profile: 'lxc-l-priv_</var/lib/lxc>', mode: 'enforce' } },
    cgroups: { memory: { limit: null } },
  },
  'l-unpriv': {
    namespaces: { user: 'own' },
    user: { hostUid: 500000, uidMappings: [{ containerId: 0, hostId: 500000, size: 65536 }] },
  },
  'l-unconf': {
    lsm: { apparmor: { profile: 'unconfined', mode: 'unconfined' } },
    seccomp: { mode: 'filter' },
    cgroups: { memory: { limit: 99614720 } },
  },
  'n-nspawn': { namespaces: { network: 'host', user: 'host', pid: 'own' }, user: { hostUid: 0 } },
  'n-private': {
    namespaces: { network: 'own', user: 'own' },
    user: { uidMappings: { unsupported: 'not declared' } },
  },
};
const capabilities: Record<string, number> = {
  'l-priv': 36,
  'l-unpriv': 36,
  'l-unconf': 41,
  'n-nspawn': 26,
  'n-private': 27,
};

describe.each(hostNames)('%s', (host) => {
  const { directory, remove } = unpack(host);
  afterAll(remove);
  const recorded = jsonIn<Expected>(directory, 'expected.json').containers.filter(
    ({ name }) => name in asked,
  );

  const declared = (name: string): Posture => {
    const { engine, args } = recorded.find((entry) => entry.name === name)!;
    const config = `/var/lib/lxc/${name}/config`;
    const texts = {
      '/proc/sys/kernel/cap_last_cap': '40\n',
      '/sys/fs/cgroup/cgroup.controllers': 'memory pids\n',
      '/usr/share/lxc/config/common.conf': common,
      [config]: args.join('\n'),
    };
    return declaredOf(fakeFiles({ texts }), roots, {
      runtime: engine === 'lxc' ? 'lxc' : 'systemd-nspawn',
      own: name,
      config: undefined,
      docker: null,
      runc: null,
      rootless: false,
      supervisor:
        engine === 'lxc'
          ? `[lxc monitor] /var/lib/lxc ${name}\0`
          : args.slice(args.indexOf('systemd-nspawn')).join('\0'),
    })!.posture;
  };

  it.each(Object.keys(asked))('%s was asked for as its settings say', (name) => {
    const document = declared(name);
    expect(posture.parse(document)).toEqual(document);
    expect(document).toMatchObject(asked[name]!);
    expect(document.capabilities.bounding).toHaveLength(capabilities[name]!);
  });

  it('names no difference where there is none', async () => {
    const { containers } = await readerOf(directory).read(new Date(0));
    for (const { name, pids } of recorded) {
      const container = containers.find(({ instance }) => pids.includes(instance.pid));
      const found = declaredDifferences(declared(name), container!.posture, 2);
      expect([name, found.map(({ direction, field, note }) => `${direction} ${field}: ${note}`)]).toEqual([
        name,
        [],
      ]);
    }
  });
});
