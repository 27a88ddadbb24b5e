import {
  capabilitySets,
  hashDocument,
  namespaceTypes,
  rlimitNames,
  type Instance,
  type Posture,
  type Traits,
} from '@shoji/posture';
import type { ReadContainer, Snapshot } from '../read/snapshot.js';

const each = <K extends string, V>(keys: readonly K[], value: V): Record<K, V> =>
  Object.fromEntries(keys.map((key) => [key, value])) as Record<K, V>;

/** A posture, for tests; two with different memory limits hash differently. */
export const samplePosture = (memoryLimit: number | null = null): Posture => ({
  schema: 'shoji.posture/1',
  namespaces: each(namespaceTypes, 'own' as const),
  user: {
    uid: 0,
    gid: 0,
    additionalGids: [],
    hostUid: 0,
    uidMappings: [{ containerId: 0, hostId: 0, size: 4294967295 }],
    gidMappings: [{ containerId: 0, hostId: 0, size: 4294967295 }],
    noNewPrivileges: false,
  },
  capabilities: each(capabilitySets, ['CAP_CHOWN']),
  seccomp: { mode: 'filter', filters: 1 },
  lsm: { apparmor: { unreadable: 'EACCES' }, selinux: { unsupported: 'SELinux is not enabled' } },
  cgroups: {
    version: 2,
    memory: { limit: memoryLimit, swap: null, high: null, boundAt: null },
    cpu: { quota: null, period: 100000, weight: 100, cpus: null },
    pids: { limit: null, boundAt: null },
    io: { weight: 100, limits: [] },
    devices: { unreadable: 'cgroup v2 device programs cannot be read' },
    writable: false,
  },
  rlimits: each(rlimitNames, { soft: null, hard: null }),
  filesystem: {
    root: { type: 'overlay', readonly: false, lowerLayers: 1 },
    mounts: [],
    maskedPaths: [],
    readonlyPaths: [],
    exposedPaths: [],
    devices: [],
  },
});

/** A container, for tests. */
export function sampleContainer(
  id: string,
  { memoryLimit = null, ...change }: Partial<Instance> & { memoryLimit?: number | null } = {},
): ReadContainer {
  const traits: Traits = {
    schema: 'shoji.traits/1',
    runtime: 'docker',
    declared: null,
    deviations: [],
    ports: [],
    orphan: null,
  };
  const instance: Instance = {
    id,
    kind: 'container',
    runtime: { name: 'docker', version: null },
    name: id,
    image: null,
    labels: {},
    pid: 100,
    startedAt: '2026-01-01T00:00:00.000Z',
    cgroupPath: `/docker/${id}`,
    namespaceIds: {},
    overlay: null,
    processCount: 10,
    deviations: [],
    ports: [],
    orphan: null,
    declared: null,
    traits: hashDocument(traits),
    ...change,
  };
  return { id, posture: samplePosture(memoryLimit), instance, traits, declared: null };
}

/** A reading of a host with these containers, for tests. */
export const sampleSnapshot = (
  containers: ReadContainer[] = [],
  change: Partial<Snapshot> = {},
): Snapshot => ({
  observedAt: new Date('2026-01-01T00:00:30.000Z'),
  bootId: '1057a979-78bb-4141-930f-ab4f284b19d6',
  host: {
    schema: 'shoji.host/1',
    kernel: '6.1.0',
    os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12' },
    architecture: 'x86_64',
    cgroupMode: 'v2',
    lsms: ['capability'],
    capLastCap: 40,
    lockdown: 'none',
    sysctls: {},
    cpus: 2,
    memory: 8_000_000_000,
    runtimes: [],
  },
  node: {
    hostname: 'node-1',
    machineId: null,
    bootedAt: '2026-01-01T00:00:00.000Z',
    collectorVersion: '0.1.0',
  },
  containers,
  settling: false,
  ...change,
});
