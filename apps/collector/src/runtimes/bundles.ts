import type { RuntimeName } from '@shoji/posture';
import type { Places } from './mountedFrom.js';

const plainId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Whether an id may be part of a path. */
export const isPlain = (id: string): boolean => plainId.test(id);

/** State directories of containerd: its own, and that of the one which docker starts for itself. */
const taskRoots = [
  '/run/containerd/io.containerd.runtime.v2.task',
  '/run/docker/containerd/daemon/io.containerd.runtime.v2.task',
];

/**
 * Directories on the host where the OCI bundle of a container usually lies, for one whose supervisor does not tell:
 * it is gone, or its working directory may not be looked at.
 */
export function usualBundles(
  runtime: RuntimeName,
  id: string,
  namespace: string | null,
  { store }: Places,
): string[] {
  if (!isPlain(id)) return [];
  if (runtime === 'docker') return taskRoots.map((root) => `${root}/moby/${id}`);
  if (runtime === 'containerd' && namespace !== null && isPlain(namespace))
    return taskRoots.map((root) => `${root}/${namespace}/${id}`);
  if (runtime === 'cri-o') return [`/run/containers/storage/overlay-containers/${id}/userdata`];
  if (runtime !== 'podman') return [];
  return [...(store === null ? [] : [`${store}/${id}/userdata`]), `/run/crun/${id}`];
}

/** docker's data root, from the files that it mounts into every container, else from where the root file system lies. */
export function dataRoot(mountSources: string[], rootPath: string): string | null {
  for (const source of mountSources) {
    const match = /^(\/.*)\/containers\/[0-9a-f]{64}\/(?:hostname|hosts|resolv\.conf)$/.exec(source);
    if (match?.[1]) return match[1];
  }
  return /^(\/.*)\/(?:overlay2|vfs|btrfs|zfs|fuse-overlayfs|rootfs)\//.exec(rootPath)?.[1] ?? null;
}
