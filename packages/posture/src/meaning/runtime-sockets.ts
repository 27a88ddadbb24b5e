import { isWithin } from './host-paths.js';

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

/** The socket that a canonical path of the host is or holds. */
export function runtimeSocketAt(path: string): string | undefined {
  if (path === '/var') return '/var/run/docker.sock';
  if (socketName.test(path)) return path;
  if (userRuntime.test(path)) return `${path}/…/docker.sock or podman.sock`;
  return sockets.find((socket) => isWithin(socket, path));
}
