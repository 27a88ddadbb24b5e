import { fakeFiles } from '../read/testing/fakeFiles.js';
import { hostWith, own, readerOf } from '../read/testing/found.js';
import { configurationsOf, incusNaming, monitored, restartOf, withDisks } from './incus.js';

const fingerprint = 'c'.repeat(64);
const backup = (project: string) => `instance:
  architecture: x86_64
  config:
    image.description: 'Debian bookworm amd64 (20260101)'
    image.os: Debian
    volatile.base_image: ${fingerprint}
  name: web
  project: ${project}
snapshots:
- config:
    image.description: older
    volatile.base_image: ${'d'.repeat(64)}
`;
const naming = (line: string, texts: Record<string, string>) => {
  const container = monitored(line);
  return container && incusNaming(fakeFiles({ texts }), '/', container);
};
const image = { reference: 'Debian bookworm amd64 (20260101)', digest: fingerprint };

describe('incusNaming', () => {
  it.each(['/var/lib/incus', '/var/lib/lxd', '/var/snap/lxd/common/lxd'])(
    'reads an instance of %s',
    (home) => {
      const texts = { [`${home}/containers/web/backup.yaml`]: backup('default') };
      expect(naming(`[lxc monitor] ${home}/containers web\0`, texts)).toEqual({
        name: 'web',
        image,
        labels: {},
      });
    },
  );

  it('takes the project from before the name', () => {
    const texts = { '/var/lib/incus/containers/shop_web/backup.yaml': backup('shop') };
    expect(naming('[lxc monitor] /var/lib/incus/containers shop_web', texts)).toEqual({
      name: 'web',
      image,
      labels: { 'incus.project': 'shop' },
    });
  });

  it('has the name alone where the file cannot be read', () => {
    expect(naming('[lxc monitor] /var/lib/incus/containers web', {})).toEqual({
      name: 'web',
      image: null,
      labels: {},
    });
  });

  it.each([
    '[lxc monitor] /var/lib/lxc web',
    '[lxc monitor] /home/u/incus/containers web',
    '[lxc monitor] /var/lib/incus/containers ..',
    '[lxc monitor] /var/lib/incus/containers a/../b',
    'conmon',
    '',
  ])('is none of %j', (line) => expect(naming(line, {})).toBeNull());
});

describe('configurationsOf', () => {
  it.each([
    ['/var/lib/lxc', ['/var/lib/lxc/web/config']],
    ['/var/lib/lxd/containers', ['/var/log/lxd/web/lxc.conf', '/var/lib/lxd/logs/web/lxc.conf']],
    ['/var/snap/lxd/common/lxd/containers', ['/var/snap/lxd/common/lxd/logs/web/lxc.conf']],
  ])('below %s', (lxcPath, expected) => {
    expect(configurationsOf({ lxcPath, name: 'web' })).toEqual(expected);
  });
});

describe('withDisks', () => {
  const web = { lxcPath: '/var/lib/lxd/containers', name: 'web' };
  // As LXD 5.0.2 wrote it of an instance with a directory that was there at its start, and one put in later.
  const backup = `container:
  devices:
    data:
      path: /elsewhere
      source: /not-this-one
      type: disk
  expanded_config:
    limits.processes: "50"
  expanded_devices:
    data:
      path: /mnt
      readonly: "true"
      source: /srv
      type: disk
    eth0:
      nictype: bridged
      parent: lxdbr0
      type: nic
    opt:
      path: /opt
      source: '/opt'
      type: disk
    root:
      path: /
      pool: default
      type: disk
  name: web
`;
  const settings = [
    ['lxc.mount.entry', '/dev/fuse dev/fuse none bind,create=file,optional 0 0'],
    ['lxc.mount.entry', '/var/lib/lxd/devices/web/disk.data.mnt mnt none ro,bind,create=dir 0 0'],
    ['lxc.uts.name', 'web'],
  ] as const;

  it('names the directories of the host, and those put in while it runs', () => {
    const texts = { '/var/lib/lxd/containers/web/backup.yaml': backup };
    expect(withDisks(settings, fakeFiles({ texts }), '/', web)).toEqual([
      settings[0],
      settings[2],
      ['lxc.mount.entry', '/srv /mnt none bind,ro 0 0'],
      ['lxc.mount.entry', '/opt /opt none bind 0 0'],
    ]);
  });

  it('leaves what LXC was asked for where Incus’s own record cannot be read', () => {
    expect(withDisks(settings, fakeFiles({ texts: {} }), '/', web)).toEqual(settings);
  });
});

it('asks for a directory that is put in while the container runs from then on', async () => {
  const home = '/var/lib/lxd';
  const disk = (name: string) => `      path: /${name}\n      source: /srv/${name}\n      type: disk\n`;
  const backup = `  expanded_devices:\n    data:\n${disk('data')}`;
  const host = hostWith(
    {
      90: { comm: 'lxd', cgroup: '/lxc.monitor.web', cmdline: `[lxc monitor] ${home}/containers web\0` },
      91: { ppid: 90, comm: 'init', cgroup: '/lxc.payload.web', ns: own(70) },
    },
    {
      texts: {
        [`${home}/logs/web/lxc.conf`]: `lxc.mount.entry = ${home}/devices/web/disk.data.data data none bind 0 0`,
        [`${home}/containers/web/backup.yaml`]: backup,
      },
    },
  );
  const reader = readerOf(host);
  const asked = async () => {
    const { containers } = await reader.read(new Date(0));
    const found = containers.find(({ instance }) => instance.pid === 91);
    return found?.declared?.filesystem.mounts;
  };
  const data: unknown = expect.objectContaining({ source: '/srv/data', destination: '/data' });
  expect(await asked()).toEqual([data]);
  host.texts[`${home}/containers/web/backup.yaml`] = `${backup}    more:\n${disk('more')}`;
  expect(await asked()).toEqual([
    data,
    expect.objectContaining({ source: '/srv/more', destination: '/more' }),
  ]);
});

describe('restartOf', () => {
  const web = { lxcPath: '/var/lib/incus/containers', name: 'web' };
  const restart = (backup: string) =>
    restartOf(fakeFiles({ texts: { '/var/lib/incus/containers/web/backup.yaml': backup } }), '/', web);
  const head = 'instance:\n  config:\n    boot.autorestart: "true"\n';

  it.each<[string, object]>([
    ['  expanded_config:\n    boot.autorestart: "true"\n', { policy: 'on-failure', retries: null }],
    ['  expanded_config:\n    boot.autorestart: "false"\n', { policy: 'no', retries: 0 }],
    ['  expanded_config:\n    image.os: Debian\n', { policy: 'no', retries: 0 }],
    ['  expanded_config:\n    user.a: |\n      boot.autorestart: "true"\n', { policy: 'no', retries: 0 }],
    ['  expanded_config: {}\n', { policy: 'no', retries: 0 }],
  ])('of %j is %j', (settings, expected) => {
    expect(restart(head + settings)).toEqual(expected);
  });

  it('is not known without what Incus keeps', () => {
    expect(restart('')).toHaveProperty('unreadable');
    expect(restart(head)).toHaveProperty('unreadable');
  });
});
