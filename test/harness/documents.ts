import type { HostDocument, Posture } from '../../packages/posture/src/index.js';
import { capabilitySets, namespaceTypes, rlimitNames } from '../../packages/posture/src/index.js';
import type { Reported } from './host.js';

const each = <K extends string, V>(keys: readonly K[], value: V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;

/** A host document as an ordinary cgroup v2 host would give. */
export const hostDocument: HostDocument = {
  schema: 'shoji.host/1',
  kernel: '6.1.0',
  os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12' },
  architecture: 'x86_64',
  cgroupMode: 'v2',
  lsms: ['lockdown', 'capability', 'apparmor'],
  capLastCap: 40,
  lockdown: 'none',
  sysctls: {},
  cpus: 2,
  memory: 8_000_000_000,
  runtimes: [],
};

/** A posture with every wall in place, except for what `change` says. */
export const closedPosture = (change: Partial<Posture> = {}): Posture => ({
  schema: 'shoji.posture/1',
  namespaces: each(namespaceTypes, 'own' as const),
  user: {
    uid: 1000,
    gid: 1000,
    additionalGids: [],
    hostUid: 101000,
    uidMappings: [{ containerId: 0, hostId: 100000, size: 65536 }],
    gidMappings: [{ containerId: 0, hostId: 100000, size: 65536 }],
    noNewPrivileges: true,
  },
  capabilities: each(capabilitySets, []),
  seccomp: { mode: 'filter', filters: 1 },
  lsm: {
    apparmor: { profile: 'docker-default', mode: 'enforce' },
    selinux: { unsupported: 'SELinux is not enabled' },
  },
  cgroups: {
    version: 2,
    memory: { limit: 67108864, swap: 0, high: null, boundAt: 'self' },
    cpu: { quota: 50000, period: 100000, weight: 100, cpus: null },
    pids: { limit: 50, boundAt: 'self' },
    io: { weight: 100, limits: [] },
    devices: { unsupported: 'cgroup v2 device programs cannot be read' },
    writable: false,
  },
  rlimits: each(rlimitNames, { soft: 1024, hard: 4096 }),
  filesystem: {
    root: { type: 'overlay', readonly: true, lowerLayers: 2 },
    mounts: [],
    maskedPaths: ['/proc/kcore'],
    readonlyPaths: ['/proc/sys'],
    exposedPaths: [],
    devices: [],
  },
  ...change,
});

/** The instance of a container of a hand-made host. */
export const instanceOf = (id: string, change: Partial<Reported['instance']> = {}): Reported['instance'] => ({
  id,
  kind: 'container',
  runtime: { name: 'docker', version: null },
  name: id,
  image: null,
  labels: {},
  pid: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  cgroupPath: null,
  namespaceIds: {},
  overlay: null,
  processCount: 1,
  deviations: [],
  ports: [],
  orphan: null,
  ...change,
});
