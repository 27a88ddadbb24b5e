import type { HostDocument } from '../host.js';
import type { Traits } from '../instance.js';
import type { Subject } from '../meaning/subject.js';
import type { Mount, Posture } from '../posture.js';
import { rlimitNames } from '../vocabulary.js';

/** What docker, containerd and CRI-O's default lists come to on docker: 14 capabilities, a80425fb. */
export const dockerCapabilities = [
  'CAP_AUDIT_WRITE',
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_MKNOD',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SETFCAP',
  'CAP_SETGID',
  'CAP_SETPCAP',
  'CAP_SETUID',
  'CAP_SYS_CHROOT',
];

const noLimit = { soft: null, hard: null };

/** `docker run busybox sleep 1d` on a host with cgroup v2 and AppArmor. A fresh object at every call. */
export const defaultDockerPosture = (): Posture => ({
  schema: 'shoji.posture/1',
  namespaces: {
    cgroup: 'own',
    ipc: 'own',
    mount: 'own',
    network: 'own',
    pid: 'own',
    time: 'host',
    user: 'host',
    uts: 'own',
  },
  user: {
    uid: 0,
    gid: 0,
    additionalGids: [0, 10],
    hostUid: 0,
    uidMappings: [{ containerId: 0, hostId: 0, size: 4294967295 }],
    gidMappings: [{ containerId: 0, hostId: 0, size: 4294967295 }],
    noNewPrivileges: false,
  },
  capabilities: {
    effective: [...dockerCapabilities],
    permitted: [...dockerCapabilities],
    inheritable: [],
    bounding: [...dockerCapabilities],
    ambient: [],
  },
  seccomp: { mode: 'filter', filters: 1 },
  lsm: {
    apparmor: { profile: 'docker-default', mode: 'enforce' },
    selinux: { unsupported: 'SELinux is not enabled' },
  },
  cgroups: {
    version: 2,
    memory: { limit: null, swap: null, high: null, boundAt: null },
    cpu: { quota: null, period: null, weight: 100, cpus: null },
    pids: { limit: null, boundAt: null },
    io: { weight: null, limits: [] },
    devices: { unreadable: 'cgroup v2 device programs cannot be read' },
    writable: false,
  },
  rlimits: Object.fromEntries(rlimitNames.map((name) => [name, noLimit])) as Posture['rlimits'],
  filesystem: {
    root: { type: 'overlay', readonly: false, lowerLayers: 1 },
    mounts: ['hostname', 'hosts', 'resolv.conf'].map((file) =>
      bind(`/var/lib/docker/containers/<id>/${file}`, { destination: `/etc/${file}` }),
    ),
    maskedPaths: ['/proc/kcore', '/proc/keys', '/sys/firmware'],
    readonlyPaths: ['/proc/sys', '/proc/sysrq-trigger'],
    exposedPaths: [],
    devices: [],
  },
});

/** The same with everything a careful operator sets: no capabilities, user 1000, limits, read-only root. */
export const hardenedPosture = (): Posture =>
  posture((p) => {
    p.user = { ...p.user, uid: 1000, gid: 1000, hostUid: 1000, additionalGids: [], noNewPrivileges: true };
    p.capabilities = { effective: [], permitted: [], inheritable: [], bounding: [], ambient: [] };
    p.cgroups.memory.limit = 67108864;
    p.cgroups.pids.limit = 50;
    p.filesystem.root = { type: 'overlay', readonly: true, lowerLayers: 1 };
  });

/** What `--privileged` with the host's namespaces gives, asked for part by part: 38 capabilities, nothing confined. */
export const privilegedPosture = (everything: readonly string[]): Posture =>
  posture((p) => {
    for (const type of ['cgroup', 'ipc', 'network', 'pid', 'uts'] as const) p.namespaces[type] = 'host';
    for (const set of ['effective', 'permitted', 'bounding'] as const) p.capabilities[set] = [...everything];
    p.seccomp = { mode: 'disabled', filters: 0 };
    p.lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' };
  });

/** The default docker posture with a change. */
export function posture(change: (posture: Posture) => void): Posture {
  const document = defaultDockerPosture();
  change(document);
  return document;
}

/** A bind mount of a host path, writable unless told. */
export const bind = (source: string, more: Partial<Mount> = {}): Mount => ({
  destination: '/host',
  source,
  type: 'ext4',
  readonly: false,
  options: [],
  propagation: 'private',
  fromHost: true,
  ...more,
});

/** Debian 12 with AppArmor and cgroup v2. */
export const debianHost = (): HostDocument => ({
  schema: 'shoji.host/1',
  kernel: '6.1.0-56-amd64',
  os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
  architecture: 'x86_64',
  cgroupMode: 'v2',
  lsms: ['lockdown', 'capability', 'yama', 'apparmor'],
  capLastCap: 40,
  lockdown: 'none',
  sysctls: {},
  cpus: 2,
  memory: 2147483648,
  runtimes: [],
});

/** A docker container without deviations or published ports, of which nothing else is told. */
export const dockerTraits = (): Traits => ({
  schema: 'shoji.traits/1',
  runtime: 'docker',
  declared: null,
  deviations: [],
  ports: [],
  orphan: null,
});

/** What is told of one in full: nothing listens, nobody asks for its health, and the filter and the device list are those of docker 25. */
export const toldByDocker = (): Partial<Traits> => ({
  listeners: [],
  restart: { policy: 'no', retries: 0 },
  healthCheck: false,
  cgroupParent: null,
  sysctls: ['net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range'],
  systemCalls: ['mknod', 'mknodat', 'process_vm_writev', 'ptrace'],
  deviceRules: [
    { type: 'b', major: null, minor: null, access: 'm' },
    { type: 'c', major: null, minor: null, access: 'm' },
    { type: 'c', major: 1, minor: 3, access: 'rwm' },
  ],
});

/** All that judgement takes, on the usual host. */
export const subjectOf = (
  document: Posture,
  host: Partial<HostDocument> = {},
  traits: Partial<Traits> = {},
): Subject => ({
  posture: document,
  host: { ...debianHost(), ...host },
  traits: { ...dockerTraits(), ...traits },
});
