import { notRead, section } from './controls.js';
import type { Control } from './framework.js';

/** Section 4: images. Most of it is about what an image holds. */
export const images: readonly Control[] = section('4 Images', 'container', [
  ['4.1', 'The container does not run as root', ['root-without-user-namespace']],
  ['4.2', 'Base images are trusted', notRead.image],
  ['4.3', 'Nothing is installed that is not needed', notRead.image],
  ['4.4', 'Images are scanned and rebuilt', notRead.image],
  ['4.5', 'Images are signed', 'whether an image was signed is not read'],
  ['4.6', 'Images have a health check', ['no-health-check']],
  ['4.7', 'Updates are not a step of their own', notRead.image],
  ['4.8', 'Images have no set-user-id programs', notRead.image],
  ['4.9', 'Files are copied, not added', notRead.image],
  ['4.10', 'Images hold no secrets', notRead.image],
  ['4.11', 'Packages are verified', notRead.image],
  ['4.12', 'Signed artefacts are checked', notRead.image],
]);

const capabilities = [
  'capabilities-beyond-default',
  'capability-sys-admin',
  'capability-sys-module',
  'capability-sys-ptrace',
  'capability-dac-read-search',
  'capability-sys-rawio',
  'capability-bpf',
  'capability-mac-admin',
  'capability-net-admin',
  'capability-sys-boot',
  'capability-sys-time',
];

/** Section 5: containers that run. */
export const runtime: readonly Control[] = section('5 Containers', 'container', [
  ['5.1', 'Swarm mode is off where nobody needs it', notRead.swarm],
  [
    '5.2',
    'A security module confines the container',
    ['lsm-unconfined', 'process-under-other-label', 'declared-lsm-not-enforced'],
  ],
  ['5.3', 'The SELinux label is one for containers', ['selinux-type-not-for-containers']],
  ['5.4', 'Capabilities are not more than usual', [...capabilities, 'declared-capabilities-not-enforced']],
  [
    '5.5',
    'The container is not privileged',
    ['privileged-container', 'all-capabilities', 'writable-sysfs', 'kernel-settings-writable'],
  ],
  ['5.6', 'No sensitive directory of the host is mounted', ['sensitive-host-mount']],
  ['5.7', 'No SSH server runs', ['ssh-server-listening']],
  ['5.8', 'No privileged port is published', ['privileged-port-published']],
  ['5.9', 'Only ports that are needed are open', ['published-port-without-listener']],
  ['5.10', 'The network is not the host’s', ['host-network-namespace']],
  ['5.11', 'Memory is limited', ['no-memory-limit']],
  ['5.12', 'Processors are shared out', ['no-cpu-limit']],
  ['5.13', 'The root is read-only', ['writable-root-file-system']],
  ['5.14', 'Ports are published on one address', ['published-port-on-all-interfaces']],
  ['5.15', 'Restarts after a failure are limited', ['restarts-not-limited']],
  ['5.16', 'Processes of the host are not visible', ['host-pid-namespace']],
  ['5.17', 'Shared memory is not the host’s', ['host-ipc-namespace']],
  ['5.18', 'No device of the host can be opened', ['host-device-exposed', 'every-device-allowed']],
  [
    '5.19',
    'Resource limits are set',
    [
      'open-files-not-limited',
      'locked-memory-not-limited',
      'core-size-not-limited',
      'declared-rlimits-not-enforced',
    ],
  ],
  ['5.20', 'Mounts do not appear on the host', ['mount-shared-with-host']],
  ['5.21', 'The host’s name is not the container’s', ['host-uts-namespace']],
  ['5.22', 'System calls are filtered', ['seccomp-disabled', 'declared-seccomp-not-enforced']],
  ['5.23', 'Nobody enters with more privileges', ['process-with-more-capabilities']],
  ['5.24', 'Nobody enters as root', ['process-became-root']],
  ['5.25', 'The cgroup is the one that is meant', ['cgroup-parent-not-default']],
  ['5.26', 'Processes gain no privileges', ['no-new-privileges-off']],
  ['5.27', 'A health check runs', ['no-health-check']],
  ['5.28', 'The image can be told from its name', ['image-tag-latest']],
  ['5.29', 'The number of processes is limited', ['no-pids-limit']],
  ['5.30', 'The default bridge is not used', 'which network of docker’s a container is in is not read'],
  ['5.31', 'Users are not the host’s', ['host-user-namespace']],
  ['5.32', 'No socket of a runtime is mounted', ['runtime-socket-reachable']],
]);

/** Sections 6 and 7: what people do, and swarm. */
export const operations: readonly Control[] = [
  ...section('6 Operations', 'host', [
    ['6.1', 'Images do not pile up', notRead.practice],
    ['6.2', 'Containers do not pile up', notRead.practice],
  ]),
  ...section(
    '7 Swarm',
    'host',
    [
      'Few managers',
      'Services listen on one address',
      'Overlay networks are encrypted',
      'Secrets are kept by docker',
      'Managers lock themselves',
      'Keys of managers are changed',
      'Certificates of nodes are changed',
      'Certificates of the authority are changed',
      'Management has a network of its own',
    ].map((title, index) => [`7.${index + 1}`, title, notRead.swarm] as const),
  ),
];
