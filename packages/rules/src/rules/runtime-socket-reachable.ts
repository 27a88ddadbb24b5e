import { isWithin, judgeMounts } from '../host-paths.js';
import { defineRule } from '../rule.js';

/** Where runtimes listen for those who may start containers. */
const sockets = [
  '/run/docker.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/containerd/containerd.sock',
  '/run/containerd/containerd.sock.ttrpc',
  '/run/k3s/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/podman/podman.sock',
  '/run/cri-dockerd.sock',
  '/run/dockershim.sock',
  '/run/frakti.sock',
  '/run/rktlet.sock',
  '/run/kubelet.sock',
  '/run/buildkit/buildkitd.sock',
  '/run/lxd.socket',
  '/var/lib/lxd/unix.socket',
  '/var/snap/lxd/common/lxd/unix.socket',
  '/var/lib/kubelet/kubelet.sock',
];
/** A rootless runtime's socket, or a link-free host whose /var/run is a directory: the name decides. */
const socketName = /\/(docker|containerd|crio|podman|cri-dockerd|dockershim|kubelet|buildkitd)\.sock$/;
/** A runtime directory of one user, where rootless docker and podman listen. */
const userRuntime = /^\/run\/user(\/\d+(\/(docker|podman))?)?$/;

/** Through a runtime's socket a container starts others, with any wall left out. */
export const runtimeSocketReachable = defineRule({
  id: 'runtime-socket-reachable',
  wall: 'filesystem',
  severity: 'critical',
  revision: 1,
  title: 'Container reaches the socket of a container runtime',
  rationale:
    'Whoever talks to the runtime can start a container without walls, with the root of the host mounted. Mounting a directory above the socket gives it away as well, and a read-only mount does not help: connecting is not writing. A mount of /var counts one step less, for on current hosts /var/run is only a link.',
  remediation:
    'docker and compose: do not mount the socket, nor /, /run or /var/run; put a filtering proxy in front where a tool needs it. Kubernetes: no hostPath to these.',
  references: ['CIS Docker 1.6.0 5.32', 'ATT&CK T1611', 'ATT&CK T1610', 'unix(7)'],
  reads: { mounts: (c) => c.filesystem.mounts },
  considers: { mount: (c) => c.namespaces.mount },
  unsupported: 'fail',
  evaluate: (facts) =>
    judgeMounts(
      facts,
      (source) => {
        const socket = reached(source);
        if (!socket) return undefined;
        const text = socket === source ? 'a runtime listens there' : `holds ${socket}`;
        return { severity: source === '/var' ? 'high' : 'critical', text };
      },
      'critical',
    ),
});

/** The socket that a canonical path of the host is or holds. */
function reached(path: string): string | undefined {
  if (path === '/var') return '/var/run/docker.sock';
  if (socketName.test(path)) return path;
  if (userRuntime.test(path)) return `${path}/…/docker.sock or podman.sock`;
  return sockets.find((socket) => isWithin(socket, path));
}
