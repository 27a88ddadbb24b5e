import { classicCapabilities } from '@shoji/posture';
import { bind, posture, privilegedPosture } from '../../../../posture/src/testing/posture.js';
import type { Hole } from './hole.js';

const mounted = (...sources: string[]) =>
  posture((p) => (p.filesystem.mounts = sources.map((source) => bind(source))));

/** Strings are matched, where it matters what lies behind them. */
export const byName: readonly Hole[] = [
  {
    hole: 'A directory above the socket',
    where: 'docker-bench 5.32, Kubescape C-0074, Falco',
    container: 'docker run -v /run:/host/run',
    theySay: 'pass: docker.sock is not among the mounts',
    decides: '/proc/PID/mountinfo: /run of the host lies at /host/run',
    weSay: { 'runtime-socket-reachable': 'fail' },
    posture: mounted('/run'),
  },
  {
    hole: 'The socket of another runtime',
    where: 'docker-bench 5.32; StackRox “Mount Container Runtime Socket”',
    container: 'docker run -v /run/containerd/containerd.sock:/c.sock',
    theySay: 'pass: only docker and CRI-O are listed',
    decides: '/proc/PID/mountinfo: containerd.sock of the host lies at /c.sock',
    weSay: { 'runtime-socket-reachable': 'fail' },
    posture: mounted('/run/containerd/containerd.sock'),
  },
  {
    hole: 'A socket that is mounted read-only',
    where: 'docker-bench 5.6',
    container: 'docker run -v /var/run:/host/run:ro',
    theySay: 'pass: read-only',
    decides: 'connecting to a socket is not writing: unix(7)',
    weSay: { 'runtime-socket-reachable': 'fail' },
    posture: posture((p) => (p.filesystem.mounts = [bind('/var/run', { readonly: true })])),
  },
  {
    hole: 'Part of a sensitive directory, or one that no list has',
    where: 'docker-bench 5.6',
    container: 'docker run -v /etc/cron.d:/cron.d -v /root:/r',
    theySay: 'pass: only eight exact names',
    decides: 'the source of each mount in /proc/PID/mountinfo',
    weSay: { 'sensitive-host-mount': 'fail' },
    posture: mounted('/etc/cron.d', '/root'),
  },
  {
    hole: 'The root of the host',
    where: 'StackRox “Mounting Sensitive Host Directories”',
    container: 'docker run -v /:/host',
    theySay: 'pass: its pattern wants something below /etc, /sys, /dev, /proc or /var',
    decides: 'the source / in /proc/PID/mountinfo',
    weSay: { 'sensitive-host-mount': 'fail', 'runtime-socket-reachable': 'fail' },
    posture: mounted('/'),
  },
  {
    hole: 'A read-only mount of the whole host',
    where: 'docker-bench 5.6',
    container: 'docker run -v /:/host:ro',
    theySay: 'pass: read-only',
    decides: 'keys and passwords are read, and sockets used, all the same',
    weSay: { 'sensitive-host-mount': 'fail, medium', 'runtime-socket-reachable': 'fail' },
    posture: posture((p) => (p.filesystem.mounts = [bind('/', { readonly: true })])),
  },
  {
    hole: 'All capabilities, but the newest of a newer kernel',
    where: 'checks for CapBnd = full mask',
    container: 'docker 20.10 run --privileged, on a kernel with 41 capabilities',
    theySay: 'pass: 3fffffffff is not 1ffffffffff',
    decides: 'CapEff holds 0 to 37; cap_last_cap is 40',
    weSay: { 'all-capabilities': 'fail', 'privileged-container': 'fail' },
    posture: privilegedPosture(classicCapabilities),
    host: { capLastCap: 40 },
  },
  {
    hole: 'Capabilities over a user namespace of one’s own',
    where: 'StackRox, Falco, Kubescape',
    container: 'podman run --privileged, as user 1000',
    theySay: 'the same alarm as for root of the host',
    decides: '/proc/PID/uid_map maps nothing to 0 of the host',
    weSay: {
      'capability-sys-admin': 'fail, low',
      'privileged-container': 'fail, low',
      'root-without-user-namespace': 'pass',
    },
    posture: posture((p) => {
      Object.assign(p, privilegedPosture(classicCapabilities));
      p.namespaces = { ...p.namespaces, user: 'own' };
      p.user = { ...p.user, hostUid: 1000, uidMappings: [{ containerId: 0, hostId: 1000, size: 1 }] };
    }),
  },
  {
    hole: 'A capability that an ordinary user can gain',
    where: 'readers of CapEff',
    container: 'docker run --user 1000 --cap-add NET_ADMIN',
    theySay: 'pass: CapEff is 0',
    decides: 'CapBnd has it and NoNewPrivs is 0',
    weSay: { 'capability-net-admin': 'fail, low' },
    posture: posture((p) => {
      p.capabilities = { ...p.capabilities, effective: [], permitted: [], bounding: ['CAP_NET_ADMIN'] };
      p.user = { ...p.user, uid: 1000, hostUid: 1000 };
    }),
  },
  {
    hole: 'Devices that a rule of the cgroup allows',
    where: 'docker-bench 5.18',
    container: 'docker run --device-cgroup-rule "b *:* rwm"',
    theySay: 'pass: Devices is empty',
    decides: 'devices.list, or what the runtime set where version 2 hides it',
    weSay: { 'every-device-allowed': 'fail' },
    posture: posture((p) => (p.cgroups.devices = [{ type: 'b', major: null, minor: null, access: 'rwm' }])),
  },
  {
    hole: 'Nodes of devices that no option names',
    where: 'docker-bench 5.18',
    container: 'docker run --privileged',
    theySay: 'pass: Devices is empty',
    decides: '/proc/PID/root/dev and the device cgroup',
    weSay: { 'host-device-exposed': 'fail' },
    posture: posture((p) => {
      p.filesystem.devices = [{ path: '/dev/vda', type: 'b', major: 254, minor: 0 }];
      p.cgroups.devices = [{ type: 'a', major: null, minor: null, access: 'rwm' }];
    }),
  },
];
