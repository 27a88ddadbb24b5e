import { sortedSet, type Posture } from '@shoji/posture';
import type { Mount as KernelMount } from '@shoji/procfs';
import type { KernelPaths } from './kernelPaths.js';
import { isReadonly } from './mountIndex.js';
import { showing } from './showing.js';

/**
 * How the container stands to the paths of /proc and /sys that runtimes close. A path that is usually masked is exposed
 * where it can be read, though it be read-only; one that is usually read-only where it can be written.
 */
export function kernelPathFacts(
  mounts: readonly KernelMount[],
  paths: KernelPaths,
): Pick<Posture['filesystem'], 'maskedPaths' | 'readonlyPaths' | 'exposedPaths'> {
  const masked = new Set<string>();
  const readonly = new Set<string>();
  const exposed = new Set<string>();
  for (const mount of mounts) {
    if (!isBelowKernelTree(mount.mountPoint)) continue;
    if (isMask(mount)) masked.add(mount.mountPoint);
    else if (isKernelTree(mount) && isReadonly(mount)) readonly.add(mount.mountPoint);
  }
  for (const path of paths.masked) {
    const cover = showing(mounts, path);
    if (cover && isKernelTree(cover)) exposed.add(path);
    else if (cover && isBelowKernelTree(cover.mountPoint)) masked.add(path);
  }
  for (const path of paths.readonly) {
    const mount = showing(mounts, path);
    if (mount && isKernelTree(mount)) (isReadonly(mount) ? readonly : exposed).add(path);
  }
  return {
    maskedPaths: sortedSet(masked),
    readonlyPaths: sortedSet(readonly),
    exposedPaths: sortedSet(exposed),
  };
}

/** Whether the mount is told by masked or read-only paths already. */
export const closesKernelPath = (mount: KernelMount): boolean =>
  isBelowKernelTree(mount.mountPoint) && (isMask(mount) || (isKernelTree(mount) && isReadonly(mount)));

const isKernelTree = ({ fsType }: KernelMount): boolean => fsType === 'proc' || fsType === 'sysfs';

/**
 * Forms of a mask: the device null (of the container's /dev, or with a user namespace the host's), an empty file system
 * in memory over a directory, and what systemd keeps in `/run/systemd/inaccessible` for services and in `/run/host` for
 * machines. Any other file laid over one of the kernel's (a boot id of its own, lxcfs) is a mount of its own.
 */
const isMask = ({ fsType, root }: KernelMount): boolean =>
  (fsType.endsWith('tmpfs') && (root === '/null' || root === '/')) ||
  /\/(?:systemd|host)\/inaccessible\/(reg|dir|chr|blk|fifo|sock)$/.test(root);

/** Below /proc and /sys, but not where the kernel has file systems of its own, which cover nothing. */
const isBelowKernelTree = (path: string): boolean =>
  /^\/(proc|sys)\//.test(path) &&
  !/^\/sys\/(fs\/(cgroup|bpf|pstore|selinux|fuse)|kernel\/(security|debug|tracing|config))(\/|$)/.test(
    path,
  ) &&
  !path.startsWith('/proc/sys/fs/binfmt_misc') &&
  !path.startsWith('/sys/firmware/efi/efivars');
