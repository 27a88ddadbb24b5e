import { notRead, section } from './controls.js';
import type { Control } from './framework.js';

const audited = [
  'the docker daemon',
  '/run/containerd',
  '/var/lib/docker',
  '/etc/docker',
  'docker.service',
  'containerd.sock',
  'docker.sock',
  '/etc/default/docker',
  '/etc/docker/daemon.json',
  '/etc/containerd/config.toml',
  '/etc/sysconfig/docker',
  '/usr/bin/containerd',
  '/usr/bin/containerd-shim',
  '/usr/bin/containerd-shim-runc-v1',
  '/usr/bin/containerd-shim-runc-v2',
  '/usr/bin/runc',
];

/** Section 1: the host. */
export const hostConfiguration: readonly Control[] = section('1 Host', 'host', [
  ['1.1.1', 'Containers have a partition of their own', 'the partitions of the host are not read'],
  [
    '1.1.2',
    'Only trusted people may drive docker',
    ['docker-group-has-members', 'docker-socket-open-to-everyone'],
  ],
  ...audited.map((what, index) => [`1.1.${index + 3}`, `Use of ${what} is audited`, notRead.audit] as const),
  [
    '1.2.1',
    'The host is hardened',
    ['kernel-not-locked-down', 'unprivileged-bpf-allowed', 'kernel-addresses-shown', 'ptrace-not-restricted'],
  ],
  [
    '1.2.2',
    'docker is up to date',
    ['docker-with-known-flaw', 'containerd-with-known-flaw', 'runc-with-known-flaw'],
  ],
]);

const daemon: readonly (readonly [string, readonly string[] | string])[] = [
  ['The daemon does not run as root', 'which user the daemon runs as is not part of the host document'],
  ['Containers of the default bridge do not reach each other', ['docker-containers-talk-freely']],
  ['The daemon logs at a useful level', notRead.setting],
  ['The daemon may set its packet filters', notRead.setting],
  ['Registries are asked with certificates', 'which registries are trusted without one is not judged'],
  ['The storage driver is not aufs', notRead.setting],
  ['The daemon takes no orders over the network without a certificate', ['docker-listens-without-tls']],
  ['Default resource limits are set', 'limits are judged where they hold: at each container (5.19)'],
  ['User ids are mapped', ['docker-userns-remap-off']],
  ['Containers are in the cgroup that is meant', 'which one is meant nobody says'],
  ['The size of base devices is not changed', notRead.setting],
  ['A plug-in authorises what clients ask for', 'what a plug-in refuses is not known'],
  ['Logs go to a place of their own', notRead.setting],
  ['Containers do not gain privileges by default', ['docker-new-privileges-by-default']],
  ['Containers outlive the daemon', ['docker-live-restore-off']],
  ['No proxy runs for published ports', ['docker-userland-proxy-on']],
  ['The default filter of system calls is docker’s own', ['docker-seccomp-profile-replaced']],
  ['Experimental features are off', notRead.setting],
];

/** Section 2: the daemon; `devicemapper`: the version that has a control on it as 2.7, which moves those after it. */
export const daemonConfiguration = ({ devicemapper }: { devicemapper: boolean }): readonly Control[] => {
  const rows = devicemapper
    ? [
        ...daemon.slice(0, 6),
        ['The storage driver is not devicemapper', notRead.setting] as const,
        ...daemon.slice(6),
      ]
    : daemon;
  return section(
    '2 Daemon',
    'host',
    rows.map(([title, rules], index) => [`2.${index + 1}`, title, rules] as const),
  );
};

const files = [
  ...['docker.service', 'docker.socket', '/etc/docker', 'registry certificates', 'the TLS CA certificate'],
  ...['the server certificate', 'the key of the server certificate', 'the docker socket', 'daemon.json'],
  ...['/etc/default/docker', '/etc/sysconfig/docker', 'the containerd socket'],
];

/** Section 3: files of the daemon. Who may write its socket is read, the rest is not. */
export const daemonFiles: readonly Control[] = section(
  '3 Files of the daemon',
  'host',
  files.flatMap((what, index) => [
    [`3.${index * 2 + 1}`, `${what}: owner`, notRead.files] as const,
    [
      `3.${index * 2 + 2}`,
      `${what}: permissions`,
      what === 'the docker socket' ? ['docker-socket-open-to-everyone'] : notRead.files,
    ] as const,
  ]),
);
