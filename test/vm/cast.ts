/** Who plays in the lab: containers of every runtime, and processes with walls of their own that no runtime made. */

export type Starter =
  'docker' | 'docker-remap' | 'podman' | 'podman-rootless' | 'lxc' | 'runc' | 'crun' | 'ctr' | 'process';

export interface Member {
  name: string;
  by: Starter;
  /** Flags of `docker run` and its like, lines of an LXC configuration; of a process, all its arguments before `sleep`. */
  flags: string[];
  /** What runs in it: a shell script instead of a `sleep`. */
  script?: string;
  /** Started in it afterwards: flags of `docker exec`. */
  exec?: string[];
  /** The member whose namespaces it joins: it starts after that one. */
  joins?: string;
}

const member = (by: Starter, name: string, ...flags: string[]): Member => ({ by, name, flags });
const docker = (name: string, ...flags: string[]): Member =>
  member('docker', name, '--network=none', ...flags);
const confined = (name: string): string => `--security-opt=apparmor=${name}`;

export const hardened = [
  ...['--cap-drop=ALL', '--security-opt=no-new-privileges', '--read-only', '--user=1000'],
  ...['--memory=64m', '--cpus=.5', '--pids-limit=50', '--ulimit=nofile=100:200'],
];

const everyHostNamespace = ['--pid=host', '--network=host', '--ipc=host', '--uts=host', '--cgroupns=host'];

const asTester = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'];

const usr = [
  ...['--ro-bind', '/usr', '/usr', '--symlink', 'usr/bin', '/bin', '--symlink', 'usr/lib', '/lib'],
  ...['--symlink', 'usr/lib64', '/lib64'],
];

/** Limits of a cgroup that a container is put below. Bytes, and processes. */
export const parent = { path: '/custom/parent', memory: 200 << 20, pids: 123 };

/** The only limit of a process that has no other wall. Bytes. */
export const lonelyLimit = { path: '/limited', memory: 50 << 20 };

export const cast: Member[] = [
  member('docker', 'docker-default'),
  docker('docker-privileged', '--privileged'),
  docker('docker-hardened', ...hardened),
  docker('docker-apparmor-enforce', confined('lab-enforce')),
  docker('docker-apparmor-unconfined', confined('unconfined'), '--cap-add=SYS_ADMIN'),
  docker('docker-unfiltered', '--security-opt=seccomp=unconfined', '--security-opt=systempaths=unconfined'),
  member('docker', 'docker-every-host-namespace', '--privileged', ...everyHostNamespace),
  {
    ...docker('docker-exec-privileged', '--user=1000', '--cap-drop=ALL'),
    exec: ['--privileged', '--user=root'],
  },
  {
    ...docker('docker-nested', '--security-opt=seccomp=unconfined', confined('unconfined')),
    script: 'unshare -Urm sleep 100003 & exec sleep 100000',
  },
  docker('docker-below-a-limit', `--cgroup-parent=${parent.path}`, '--memory=256m'),
  docker(
    'docker-limits',
    ...[
      '--memory=128m',
      '--memory-swap=256m',
      '--memory-reservation=96m',
      '--cpu-shares=512',
      '--cpuset-cpus=0',
    ],
    ...['--pids-limit=77', '--device-write-bps=/dev/vda:1mb', '--device-read-iops=/dev/vda:200'],
  ),
  docker('docker-host-root', '--volume=/:/host:ro', '--volume=/var/run/docker.sock:/var/run/docker.sock'),
  docker(
    'docker-mounts',
    '--device=/dev/vda',
    '--device=/dev/fuse',
    '--tmpfs=/scratch:size=16m',
    '--volume=data:/data',
    '--mount=type=bind,src=/srv,dst=/srv,bind-propagation=rshared',
  ),
  docker('docker-crun', '--runtime=crun', '--memory=100m'),
  { ...member('docker', 'docker-joined', '--network=container:docker-default'), joins: 'docker-default' },
  member('docker-remap', 'remap-default', '--network=none', '--user=1000'),
  member('docker-remap', 'remap-host-users', '--network=none', '--userns=host', '--privileged'),
  member('podman', 'podman-default', '--network=none'),
  member('podman', 'podman-mapped', '--network=none', '--uidmap=0:500000:1000', '--gidmap=0:500000:1000'),
  member('podman', 'podman-privileged', '--network=none', '--privileged'),
  member('podman-rootless', 'rootless-default', '--network=none'),
  member('podman-rootless', 'rootless-keep-id', '--network=none', '--userns=keep-id'),
  member('podman-rootless', 'rootless-host', '--network=host', '--pid=host', '--cap-drop=ALL'),
  member('lxc', 'lxc-confined', 'lxc.apparmor.profile = generated'),
  member(
    'lxc',
    'lxc-mapped',
    ...['lxc.apparmor.profile = generated', 'lxc.idmap = u 0 500000 65536', 'lxc.idmap = g 0 500000 65536'],
  ),
  member('runc', 'runc-default'),
  member('crun', 'crun-default'),
  member('ctr', 'ctr-pod', '--privileged', '--net-host', '--cgroup=/kubepods/burstable/pod0123/ctr-pod'),
  member(
    'process',
    'nspawn-private',
    'systemd-nspawn',
    '--quiet',
    '--register=no',
    '--keep-unit',
    '--directory=@ROOT@',
    '--private-users=pick',
    '--private-network',
  ),
  member(
    'process',
    'bwrap-all',
    'bwrap',
    ...usr,
    '--unshare-all',
    '--as-pid-1',
    '--proc',
    '/proc',
    '--dev',
    '/dev',
  ),
  member(
    'process',
    'bwrap-user',
    ...asTester,
    'bwrap',
    '--ro-bind',
    '/',
    '/',
    '--unshare-user',
    '--unshare-pid',
    '--as-pid-1',
    '--proc',
    '/proc',
  ),
  member('process', 'unshare-network', 'unshare', '--net'),
  member('process', 'unshare-user', ...asTester, 'unshare', '--user', '--map-root-user'),
  member('process', 'unshare-user-unmapped', ...asTester, 'unshare', '--user'),
  member('process', 'unshare-pid', 'unshare', '--pid', '--fork', '--mount-proc'),
  member('process', 'unshare-time', 'unshare', '--time', '--fork', '--boottime', '100000'),
  member(
    'process',
    'apparmor-stacked',
    'unshare',
    '--net',
    'aa-exec',
    '-p',
    'lab-enforce//&lab-complain',
    '--',
  ),
  member('process', 'apparmor-complain', 'unshare', '--net', 'aa-exec', '-p', 'lab-complain', '--'),
  member('process', 'apparmor-child', 'unshare', '--net', 'aa-exec', '-p', 'lab-enforce//child', '--'),
  member(
    'process',
    'memory-limit-only',
    'sh',
    '-c',
    `echo $$ > /sys/fs/cgroup${lonelyLimit.path}/cgroup.procs; exec "$@"`,
    'sh',
  ),
];
