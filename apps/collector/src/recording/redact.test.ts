import { leftOut, redact } from './redact.js';

const secret = 'hunter2-hunter2';
const line = (...args: string[]) => `${args.join('\0')}\0`;

describe('redact of a command line', () => {
  const cmdline = (...args: string[]) => redact('/proc/7/cmdline', line(...args));

  it.each([
    ['/usr/bin/containerd-shim-runc-v2', '-namespace', 'moby', '-id', 'abc', '-address', '/run/c.sock'],
    [
      '/usr/bin/conmon',
      '--api-version',
      '1',
      '-c',
      'abc',
      '-b',
      '/var/lib/b',
      '--exit-command-arg',
      '--root',
    ],
    ['systemd-nspawn', '-M', 'box', '--directory=/srv/box'],
    ['[lxc monitor] /var/lib/lxc web one'],
  ])('keeps what names the container of %s', (...args) => {
    const shown = cmdline(...args).split('\0');
    const values = args.filter((arg) => !/^\d$/.test(arg));
    expect(shown).toEqual(expect.arrayContaining(values));
  });

  it.each([
    [['mysqld', `--password=${secret}`, secret, `-p${secret}`]],
    [
      [
        'dockerd',
        `--log-opt=splunk-token=${secret}`,
        '--log-opt',
        `splunk-token=${secret}`,
        `-p${secret}`,
        '--label',
        `a=${secret}`,
        `--label=a=${secret}`,
        '--http-proxy',
        secret,
        `--cluster-store-opt=${secret}`,
      ],
    ],
    [['/usr/bin/bwrap', '--setenv', 'TOKEN', secret, 'sh', '-c', secret]],
    [
      [
        'systemd-nspawn',
        '-E',
        `TOKEN=${secret}`,
        `--setenv=TOKEN=${secret}`,
        '-M',
        'box',
        'sh',
        '-c',
        secret,
      ],
    ],
    [['dockerd', '-H', `tcp://user:${secret}@10.0.0.1:1`]],
    [[`postgres: ${secret}`]],
  ])('keeps no other argument of %j', (args) => {
    expect(cmdline(...args)).not.toContain(secret);
  });

  it('keeps how a daemon makes containers', () => {
    const args = [
      '/usr/sbin/dockerd',
      '--log-level',
      'warn',
      '--icc=false',
      '-H',
      'fd://',
      '--bridge',
      'none',
    ];
    expect(cmdline(...args)).toBe(line(...args));
  });

  it('keeps the number of arguments', () => {
    expect(cmdline('sh', '-c', secret).split('\0')).toEqual(['sh', leftOut, leftOut, '']);
  });
});

describe('redact of JSON', () => {
  it('keeps what the walls are made of', () => {
    const config = {
      ociVersion: '1.0.2',
      process: {
        user: { uid: 1 },
        noNewPrivileges: true,
        rlimits: [{ type: 'RLIMIT_NOFILE', hard: 1, soft: 1 }],
      },
      root: { path: '/var/lib/docker/overlay2/x/merged' },
      mounts: [
        { destination: '/dev', type: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k', 'rbind', 'ro'] },
      ],
      linux: {
        seccomp: {
          defaultAction: 'SCMP_ACT_ERRNO',
          syscalls: [{ names: ['clone'], args: [{ index: 0, value: 1 }] }],
        },
      },
      annotations: { 'io.kubernetes.cri.sandbox-name': 'web-0' },
      'userland-proxy': false,
      'authorization-plugins': ['opa'],
    };
    expect(JSON.parse(redact('/run/b/config.json', JSON.stringify(config)))).toEqual(config);
  });

  it('keeps nothing that people gave a container', () => {
    const config = {
      process: { args: ['sh', '-c', secret], env: [`A=${secret}`], commandLine: secret },
      hooks: { prestart: [{ path: '/x', args: [secret], env: [secret] }] },
      mounts: [{ destination: '/share', type: 'cifs', options: ['ro', `password=${secret}`] }],
      annotations: { note: secret, 'io.kubernetes.cri-o.Annotations': `{"note":"${secret}"}` },
      Path: 'sh',
      Args: [secret],
      Config: {
        Env: [secret],
        Cmd: [secret],
        Entrypoint: [secret],
        Labels: { a: secret },
        Healthcheck: { Test: [secret] },
      },
      HostConfig: { LogConfig: { Type: 'splunk', Config: { 'splunk-token': secret } } },
      MountPoints: {
        '/v': { Spec: { VolumeOptions: { DriverConfig: { Options: { o: `password=${secret}` } } } } },
      },
      labels: [`a=${secret}`],
      proxies: { 'http-proxy': `http://user:${secret}@proxy` },
      image: `http://user:${secret}@registry/x`,
    };
    const shown = redact('/run/b/config.json', JSON.stringify(config));
    expect(shown).not.toContain(secret);
    expect(JSON.parse(shown)).toMatchObject({
      mounts: [{ options: ['ro'] }],
      annotations: { note: leftOut },
      Config: { Labels: { a: leftOut } },
    });
  });

  it('keeps that there is a health check, and which settings of the kernel were made', () => {
    const config = {
      Config: { Healthcheck: { Test: ['CMD-SHELL', secret], Interval: 5 } },
      linux: { sysctl: { 'net.ipv4.conf.all.proxy_arp': '1', 'net.ipv6.conf.all.stable_secret': secret } },
    };
    const shown: unknown = JSON.parse(redact('/run/b/config.json', JSON.stringify(config)));
    expect(shown).toEqual({
      Config: { Healthcheck: { Test: ['CMD-SHELL', leftOut], Interval: 5 } },
      linux: {
        sysctl: { 'net.ipv4.conf.all.proxy_arp': leftOut, 'net.ipv6.conf.all.stable_secret': leftOut },
      },
    });
    const none = JSON.stringify({ Healthcheck: { Test: ['NONE'] } });
    expect(redact('/run/b/config.json', none)).toBe(none);
  });

  it('drops a record that is cut short', () => {
    expect(redact('/run/b/config.json', `{"process":{"env":["${secret}`)).toBe(leftOut);
  });
});

describe('redact of settings', () => {
  it.each([
    `lxc.environment = A=${secret}`,
    `[Exec]\nEnvironment="A=b" \\\n  B=${secret}\nParameters=${secret}`,
    `[engine]\nenv = [\n  "A=b",\n  "C=${secret}",\n]`,
    `password = "${secret}"`,
    `[registry.auth]\n  identitytoken = "${secret}"`,
    `mirror = "https://user:${secret}@mirror"`,
  ])('keeps no secret of %j', (text) => {
    expect(redact('/etc/x.conf', text)).not.toContain(secret);
  });

  it.each([
    'lxc.cap.drop = sys_module\nlxc.include = /x',
    'proxy:x:13:13:proxy:/bin:/x\n',
    'ID=debian\nNAME="a: b"\n',
  ])('leaves %j as it is', (text) => {
    expect(redact('/etc/x', text)).toBe(text);
  });
});

it('leaves the kernel’s own text as it is', () => {
  expect(redact('/proc/7/status', 'token: 1\n')).toBe('token: 1\n');
});

describe('redact of a database of podman', () => {
  it('keeps the names of pods and nothing else', () => {
    const pod = `{"id":"${'a'.repeat(64)}","name":"shop"`;
    const text = `\u0000\ufffd config{"spec":{"env":["TOKEN=${secret}"]},"id":"${'b'.repeat(64)}","name":"web"}config${pod},"labels":{"a":"${secret}"}}`;
    expect(redact('/var/lib/containers/storage/libpod/bolt_state.db', text)).toBe(`${pod}}\n`);
    expect(redact('/home/u/.local/share/containers/storage/db.sql', text)).toBe(`${pod}}\n`);
  });
});

describe('redact of a backup of Incus', () => {
  it('keeps what names the image, the project and the directories of the host, and if it starts again', () => {
    const kept = `    image.description: Debian\n    volatile.base_image: abc\n  project: shop\n`;
    const disks = `  expanded_devices:\n    data:\n      path: /mnt\n      readonly: "true"\n      source: /srv\n      type: disk\n`;
    const settings = `  expanded_config:\n    boot.autorestart: "true"\n`;
    const written = `      path: /etc/token\n      source: /${secret}\n`;
    const text =
      `instance:\n  config:\n    environment.FOO: ${secret}\n    user.user-data: |\n${written}` +
      `${kept}${settings}    environment.FOO: ${secret}\n    user.user-data: |\n${written}      boot.autorestart: x\n${disks}      ceph.user_name: ${secret}\n`;
    expect(redact('/var/lib/incus/containers/web/backup.yaml', text)).toBe(kept + settings + disks);
  });
});
