import { unsupported } from '../../fact.js';
import type { Mount, Posture } from '../../posture.js';
import { rlimitNames } from '../../vocabulary.js';

const silent = unsupported('not declared');
const identity = [{ containerId: 0, hostId: 0, size: 4294967295 }];
const capabilities = ['CAP_CHOWN', 'CAP_KILL', 'CAP_NET_RAW'];

/** A bind mount of /srv at /srv, as it is declared. */
export const srv: Mount = {
  destination: '/srv',
  source: '/srv',
  type: 'bind',
  readonly: false,
  options: [],
  propagation: 'private',
  fromHost: true,
};

/** A container of docker with memory, tasks and open files limited, as its OCI configuration asks for it. */
export const asked = (): Posture => ({
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
    additionalGids: [],
    hostUid: 0,
    uidMappings: identity,
    gidMappings: identity,
    noNewPrivileges: false,
  },
  capabilities: {
    effective: capabilities,
    permitted: capabilities,
    inheritable: [],
    bounding: capabilities,
    ambient: [],
  },
  seccomp: { mode: 'filter', filters: 1 },
  lsm: { apparmor: { profile: 'docker-default', mode: 'enforce' }, selinux: silent },
  cgroups: {
    version: silent,
    memory: { limit: 67108864, swap: 67108864, high: silent, boundAt: silent },
    cpu: { quota: 50000, period: 100000, weight: silent, cpus: null },
    pids: { limit: 50, boundAt: silent },
    io: { weight: silent, limits: silent },
    devices: [{ type: 'c', major: 1, minor: 3, access: 'rwm' }],
    writable: false,
  },
  rlimits: { ...allRlimits(silent), nofile: { soft: 100, hard: 200 } },
  filesystem: {
    root: { type: 'undeclared', readonly: true, lowerLayers: null },
    mounts: [srv],
    maskedPaths: ['/proc/kcore', '/proc/sched_debug'],
    readonlyPaths: ['/proc/bus', '/proc/sys'],
    exposedPaths: silent,
    devices: [],
  },
});

/** What the kernel shows of that container on cgroup version 2, all of it enforced. */
export const enforced = (): Posture => {
  const posture = asked();
  return {
    ...posture,
    lsm: { ...posture.lsm, selinux: unsupported('SELinux is not enabled') },
    cgroups: {
      ...posture.cgroups,
      version: 2,
      memory: { ...posture.cgroups.memory, high: null, boundAt: 'self' },
      cpu: { ...posture.cgroups.cpu, weight: 100 },
      pids: { limit: 50, boundAt: 'self' },
      io: { weight: null, limits: [] },
      devices: [
        { type: 'b', major: null, minor: null, access: 'm' },
        { type: 'c', major: 1, minor: 3, access: 'rwm' },
        { type: 'c', major: 5, minor: 2, access: 'rwm' },
      ],
    },
    rlimits: { ...allRlimits({ soft: null, hard: null }), nofile: { soft: 100, hard: 200 } },
    filesystem: {
      root: { type: 'overlay', readonly: true, lowerLayers: 3 },
      mounts: [{ ...srv, type: 'ext4' }],
      maskedPaths: ['/proc/kcore'],
      readonlyPaths: ['/proc/bus', '/proc/sys', '/sys/devices/virtual/powercap'],
      exposedPaths: [],
      devices: [{ path: '/dev/null', type: 'c', major: 1, minor: 3 }],
    },
  };
};

const allRlimits = (value: Posture['rlimits']['nofile']): Posture['rlimits'] =>
  Object.fromEntries(rlimitNames.map((name) => [name, value])) as Posture['rlimits'];
