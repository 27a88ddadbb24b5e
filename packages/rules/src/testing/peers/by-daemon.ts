import { posture } from '../../../../posture/src/testing/posture.js';
import { deviating } from '../deviations.js';
import { listening } from '../ports.js';
import type { Hole } from './hole.js';

/** One process, one version or one moment is looked at, where others decide. */
export const byDaemon: readonly Hole[] = [
  {
    hole: 'A command started with more privileges',
    where: 'docker-bench 5.23',
    container: 'docker exec --privileged web sh',
    theySay: 'a note: look at the audit log',
    decides: 'CapBnd of a process in the container is wider than that of its init',
    weSay: { 'process-with-more-capabilities': 'fail', 'capability-sys-admin': 'pass' },
    posture: posture(() => undefined),
    traits: {
      deviations: [deviating('capabilities', 'bounding, effective, permitted set wider by CAP_SYS_ADMIN')],
    },
  },
  {
    hole: 'A command started as root',
    where: 'docker-bench 5.24',
    container: 'docker run --user 1000, docker exec --user root',
    theySay: 'a note',
    decides: 'Uid of a process is 0 where init’s is not',
    weSay: { 'process-became-root': 'fail', 'root-without-user-namespace': 'pass' },
    posture: posture((p) => (p.user = { ...p.user, uid: 1000, hostUid: 1000 })),
    traits: { deviations: [deviating('user', 'runs as root')] },
  },
  {
    hole: 'A process without the filter of its container',
    where: 'tools that read init, or themselves',
    container: 'nsenter into a container, from a shell of the host',
    theySay: 'pass: init has a filter',
    decides: 'Seccomp: 0 in the status of one process',
    weSay: { 'seccomp-disabled': 'fail' },
    posture: posture(() => undefined),
    traits: { deviations: [deviating('seccomp', 'mode disabled instead of filter')] },
  },
  {
    hole: 'An SSH server in an image without ps',
    where: 'docker-bench 5.7',
    container: 'an image with sshd and no shell',
    theySay: 'pass: docker exec ps fails',
    decides: 'a listening socket in /proc/PID/net/tcp, and whose it is',
    weSay: { 'ssh-server-listening': 'fail' },
    posture: posture(() => undefined),
    traits: { listeners: [listening({ port: 22, exe: '/usr/sbin/sshd' })] },
  },
  {
    hole: 'A filter that opens with a capability',
    where: 'docker-bench 5.22, which says that the filter holds whatever is added',
    container: 'docker run --cap-add SYS_ADMIN',
    theySay: 'pass: the default profile is in force',
    decides: 'the profile as docker resolved it lets mount through, and CapEff has CAP_SYS_ADMIN',
    weSay: { 'seccomp-filter-loose': 'fail', 'seccomp-disabled': 'pass' },
    posture: posture(
      (p) => (p.capabilities.permitted = [...(p.capabilities.permitted as string[]), 'CAP_SYS_ADMIN']),
    ),
    traits: { systemCalls: ['mount', 'ptrace', 'setns', 'unshare'] },
  },
  {
    hole: 'The same profile of another version',
    where: 'tools that ask whether a profile is set',
    container: 'docker run, under docker 24',
    theySay: 'pass: the default profile is in force',
    decides: 'the profile as docker 24 resolved it lets io_uring_setup through',
    weSay: { 'io-uring-allowed': 'fail', 'seccomp-filter-loose': 'pass' },
    posture: posture(() => undefined),
    host: { runtimes: [{ name: 'docker', version: '24.0.7', configuration: {} }] },
    traits: { systemCalls: ['io_uring_setup', 'ptrace'] },
  },
  {
    hole: 'An old flaw of the kernel that a filter stops',
    where: 'Kubescape C-0086, taken out for false alarms',
    container: 'docker run, on a host where anybody may make user namespaces',
    theySay: 'fail: the kernel is old',
    decides: 'the filter refuses unshare',
    weSay: { 'user-namespace-creatable': 'pass' },
    posture: posture(() => undefined),
    host: { kernel: '5.10.0-8-amd64', sysctls: { 'user.max_user_namespaces': '7000' } },
    traits: { systemCalls: ['ptrace'] },
  },
  {
    hole: 'Paths of the kernel that nothing covers',
    where: 'no tool that was read looks at them',
    container: 'docker run --security-opt systempaths=unconfined',
    theySay: 'nothing',
    decides: 'no mount over /proc/sys and /proc/kcore in /proc/PID/mountinfo',
    weSay: { 'kernel-settings-writable': 'fail', 'kernel-memory-readable': 'fail' },
    posture: posture((p) => (p.filesystem.exposedPaths = ['/proc/kcore', '/proc/sys'])),
  },
  {
    hole: 'Paths that only newer daemons cover',
    where: 'no tool that was read looks at them',
    container: 'docker run, under docker 20.10',
    theySay: 'nothing',
    decides: 'no mount over /sys/devices/virtual/powercap in /proc/PID/mountinfo',
    weSay: { 'kernel-memory-readable': 'fail, low' },
    posture: posture((p) => (p.filesystem.exposedPaths = ['/sys/devices/virtual/powercap'])),
  },
  {
    hole: 'A container that its runtime has forgotten',
    where: 'tools that ask the runtime for a list',
    container: 'a container that runs on after its daemon’s state was removed',
    theySay: 'nothing: it is on no list',
    decides: 'processes in namespaces and a cgroup of their own, below a shim',
    weSay: { 'orphaned-container': 'fail' },
    posture: posture(() => undefined),
    traits: { orphan: 'kernel-only' },
  },
  {
    hole: 'What could not be read',
    where: 'docker-bench, and tools that decode an empty file',
    container: 'any, read without privilege',
    theySay: 'pass: nothing was found',
    decides: 'nothing: the read was refused',
    weSay: {
      'seccomp-disabled': 'unknown',
      'host-pid-namespace': 'unknown',
      'capability-sys-admin': 'unknown',
      'runtime-socket-reachable': 'unknown',
    },
    posture: posture((p) => {
      const denied = { unreadable: 'EACCES' };
      p.seccomp.mode = denied;
      p.namespaces = { ...p.namespaces, pid: denied };
      p.capabilities = {
        effective: denied,
        permitted: denied,
        inheritable: denied,
        bounding: denied,
        ambient: denied,
      };
      p.filesystem = { ...p.filesystem, mounts: denied };
    }),
  },
];
