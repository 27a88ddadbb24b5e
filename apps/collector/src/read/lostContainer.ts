import {
  capabilitySets,
  hashDocument,
  namespaceTypes,
  rlimitNames,
  unreadable,
  type Posture,
  type Traits,
} from '@shoji/posture';
import type { Lost } from '../runtimes/dockerLost.js';
import { isSandbox, nameFrom, podOf } from '../runtimes/annotations.js';
import type { ReadContainer } from './hostSnapshot.js';

const none = unreadable('no process of it runs');

const each = <K extends string>(keys: readonly K[]): Record<K, typeof none> =>
  Object.fromEntries(keys.map((key) => [key, none])) as Record<K, typeof none>;

/** Walls stand around processes: where none runs there is nothing to see. */
const unseen: Posture = {
  schema: 'shoji.posture/1',
  namespaces: each(namespaceTypes),
  user: each(['uid', 'gid', 'additionalGids', 'hostUid', 'uidMappings', 'gidMappings', 'noNewPrivileges']),
  capabilities: each(capabilitySets),
  seccomp: each(['mode', 'filters']),
  lsm: each(['apparmor', 'selinux']),
  cgroups: {
    version: none,
    memory: each(['limit', 'swap', 'high', 'boundAt']),
    cpu: each(['quota', 'period', 'weight', 'cpus']),
    pids: each(['limit', 'boundAt']),
    io: each(['weight', 'limits']),
    devices: none,
    writable: none,
  },
  rlimits: each(rlimitNames),
  filesystem: each(['root', 'mounts', 'maskedPaths', 'readonlyPaths', 'exposedPaths', 'devices']),
};

/** A container that only its runtime knows of, as a reading shows it: named, and with no wall that can be told. */
export function lostContainer({ id, runtime, naming, startedAt }: Lost): ReadContainer {
  const labels = naming.labels ?? {};
  const traits: Traits = {
    schema: 'shoji.traits/1',
    runtime,
    declared: null,
    deviations: [],
    ports: naming.ports,
    orphan: 'runtime-only',
    ...{ restart: none, healthCheck: none, cgroupParent: none, sysctls: none },
  };
  return {
    id,
    posture: unseen,
    instance: {
      id,
      kind: isSandbox(labels) ? 'pod-sandbox' : 'container',
      runtime: { name: runtime, version: null },
      name: nameFrom(labels) ?? naming.name ?? id.slice(0, 12),
      image: naming.image,
      labels,
      pid: 0,
      startedAt,
      cgroupPath: null,
      namespaceIds: {},
      overlay: null,
      processCount: 0,
      deviations: [],
      ports: naming.ports,
      orphan: 'runtime-only',
      declared: null,
      traits: hashDocument(traits),
      parent: null,
      pod: podOf(labels),
    },
    traits,
    declared: null,
  };
}
