import { classicCapabilities } from '@shoji/posture';
import { posture, privilegedPosture } from '../../../../posture/src/testing/posture.js';
import { listening, port } from '../ports.js';
import type { Hole } from './hole.js';

const bench = (check: string) => `docker-bench ${check}`;
const declared = 'a'.repeat(64);

/** What was asked for is read, where only the kernel tells what holds. */
export const byInspect: readonly Hole[] = [
  {
    hole: 'A profile that only complains counts as one',
    where: bench('5.2'),
    container: 'docker run --security-opt apparmor=p, p in complain mode',
    theySay: 'pass: a profile is named',
    decides: '/proc/PID/attr/apparmor/current ends in (complain)',
    weSay: { 'lsm-unconfined': 'fail' },
    posture: posture((p) => (p.lsm.apparmor = { profile: 'p', mode: 'complain' })),
  },
  {
    hole: 'A profile that was asked for and is not in force',
    where: bench('5.2; moby#25935, moby#36456'),
    container: 'docker run, the daemon started before AppArmor',
    theySay: 'pass: inspect shows docker-default',
    decides: '/proc/PID/attr/apparmor/current is unconfined',
    weSay: { 'lsm-unconfined': 'fail', 'declared-lsm-not-enforced': 'fail' },
    posture: posture((p) => (p.lsm.apparmor = { profile: 'unconfined', mode: 'unconfined' })),
    traits: { declared, differences: [{ wall: 'lsm', field: 'lsm.apparmor', direction: 'weaker' }] },
  },
  {
    hole: 'Any security option counts as SELinux',
    where: bench('5.3'),
    container: 'docker run --security-opt seccomp=unconfined, type spc_t',
    theySay: 'pass: SecurityOpt is not empty',
    decides: '/proc/PID/attr/current has the type spc_t',
    weSay: { 'selinux-type-not-for-containers': 'fail', 'seccomp-disabled': 'fail' },
    posture: posture((p) => {
      p.lsm = {
        apparmor: { unsupported: 'AppArmor is not enabled' },
        selinux: { user: 'system_u', role: 'system_r', type: 'spc_t', level: 's0', mode: 'enforcing' },
      };
      p.seccomp = { mode: 'disabled', filters: 0 };
    }),
  },
  {
    hole: 'A privileged container adds no capability by name',
    where: `${bench('5.4')}; mantl#1397`,
    container: 'docker run --privileged',
    theySay: 'pass: CapAdd is empty',
    decides: 'CapEff of every process',
    weSay: { 'capability-sys-admin': 'fail', 'capabilities-beyond-default': 'fail' },
    posture: privilegedPosture(classicCapabilities),
  },
  {
    hole: 'Privileged, put together from parts',
    where: bench('5.5'),
    container:
      'docker run --cap-add ALL --security-opt seccomp=unconfined --security-opt apparmor=unconfined',
    theySay: 'pass: Privileged is false',
    decides: 'CapEff, Seccomp 0 and attr/current together',
    weSay: { 'privileged-container': 'fail' },
    posture: privilegedPosture(classicCapabilities),
  },
  {
    hole: 'A limit on a parent cgroup',
    where: bench('5.11'),
    container: 'docker run --cgroup-parent /limited',
    theySay: 'warn, though memory is limited',
    decides: 'memory.max of the cgroup and all its ancestors, the tightest',
    weSay: { 'no-memory-limit': 'pass' },
    posture: posture(
      (p) => (p.cgroups.memory = { ...p.cgroups.memory, limit: 209715200, boundAt: '/limited' }),
    ),
  },
  {
    hole: 'A limit that docker update lifted, or no controller enforces',
    where: bench('5.11'),
    container: 'docker run -m 64m without the memory controller',
    theySay: 'pass: Memory is 67108864',
    decides: 'no memory.max on the way to the root',
    weSay: { 'no-memory-limit': 'fail', 'declared-cgroups-not-enforced': 'fail' },
    posture: posture((p) => (p.cgroups.memory.limit = null)),
    traits: {
      declared,
      differences: [{ wall: 'cgroups', field: 'cgroups.memory.limit', direction: 'weaker' }],
    },
  },
  {
    hole: 'A quota of processor time',
    where: bench('5.12'),
    container: 'docker run --cpu-quota 50000',
    theySay: 'warn: neither CpuShares nor NanoCpus',
    decides: 'cpu.max',
    weSay: { 'no-cpu-limit': 'pass' },
    posture: posture((p) => (p.cgroups.cpu = { ...p.cgroups.cpu, quota: 50000, period: 100000 })),
  },
  {
    hole: 'A read-only root that was remounted inside',
    where: bench('5.13'),
    container: 'docker run --read-only --cap-add SYS_ADMIN, then mount -o remount,rw /',
    theySay: 'pass: ReadonlyRootfs is true',
    decides: 'the options of / in /proc/PID/mountinfo',
    weSay: { 'writable-root-file-system': 'fail', 'declared-filesystem-not-enforced': 'fail' },
    posture: posture((p) => (p.filesystem.root = { type: 'overlay', readonly: false, lowerLayers: 1 })),
    traits: {
      declared,
      differences: [{ wall: 'filesystem', field: 'filesystem.root', direction: 'weaker' }],
    },
  },
  {
    hole: 'Restarts without end are counted as none',
    where: bench('5.15'),
    container: 'docker run --restart always',
    theySay: 'pass: MaximumRetryCount is 0',
    decides: 'the policy together with its count',
    weSay: { 'restarts-not-limited': 'fail' },
    posture: posture(() => undefined),
    traits: { restart: { policy: 'always', retries: null } },
  },
  {
    hole: 'Resource limits that the daemon gives by default',
    where: `${bench('5.19')}; moby#26326`,
    container: 'docker run under a daemon with default-ulimits',
    theySay: 'nothing: Ulimits is empty',
    decides: '/proc/PID/limits',
    weSay: { 'open-files-not-limited': 'pass' },
    posture: posture((p) => (p.rlimits.nofile = { soft: 1024, hard: 4096 })),
  },
  {
    hole: 'Privileged containers get no filter, and no option says so',
    where: bench('5.22'),
    container: 'docker run --privileged',
    theySay: 'pass: no seccomp=unconfined',
    decides: 'Seccomp: 0 in /proc/PID/status',
    weSay: { 'seccomp-disabled': 'fail' },
    posture: privilegedPosture(classicCapabilities),
  },
  {
    hole: 'A kernel without filters',
    where: bench('5.22'),
    container: 'docker run, on a kernel without CONFIG_SECCOMP_FILTER',
    theySay: 'pass: inspect shows docker’s profile',
    decides: 'no Seccomp line in /proc/PID/status',
    weSay: { 'seccomp-disabled': 'fail' },
    posture: posture(
      (p) =>
        (p.seccomp = {
          mode: { unsupported: 'kernel without seccomp' },
          filters: { unsupported: 'kernel without seccomp' },
        }),
    ),
  },
  {
    hole: 'An option that turns off what its name says',
    where: bench('5.26'),
    container: 'docker run --security-opt no-new-privileges:false',
    theySay: 'pass: the option contains no-new-privileges',
    decides: 'NoNewPrivs: 0 in /proc/PID/status',
    weSay: { 'no-new-privileges-off': 'fail' },
    posture: posture((p) => (p.user.noNewPrivileges = false)),
  },
  {
    hole: 'No user namespace, because nobody asked for one',
    where: `${bench('5.31')}; docker-bench#108`,
    container: 'docker run, no userns-remap',
    theySay: 'pass: UsernsMode is empty, not host',
    decides: '/proc/PID/ns/user is that of the host',
    weSay: { 'host-user-namespace': 'fail' },
    posture: posture(() => undefined),
  },
  {
    hole: 'The network of the host, by way of another container',
    where: `${bench('5.10')}, 5.16, 5.17`,
    container: 'docker run --network container:x, x with --network host',
    theySay: 'pass: NetworkMode is not host',
    decides: '/proc/PID/ns/net is that of the host',
    weSay: { 'host-network-namespace': 'fail', 'namespace-not-its-own': 'fail' },
    posture: posture((p) => (p.namespaces.network = 'host')),
  },
  {
    hole: 'Ports that a container opens on the host itself',
    where: bench('5.8'),
    container: 'docker run --network host nginx',
    theySay: 'pass: docker port lists none',
    decides: '/proc/PID/ns/net is that of the host: any port may be one',
    weSay: { 'host-network-namespace': 'fail', 'privileged-port-published': 'unknown' },
    posture: posture((p) => (p.namespaces.network = 'host')),
  },
  {
    hole: 'All addresses of IPv6',
    where: bench('5.14'),
    container: 'docker run -p [::]:8080:80',
    theySay: 'pass: not 0.0.0.0',
    decides: 'the address of the published port',
    weSay: { 'published-port-on-all-interfaces': 'fail' },
    posture: posture(() => undefined),
    traits: { ports: [port({ hostAddress: '::' })], listeners: [listening()] },
  },
];
