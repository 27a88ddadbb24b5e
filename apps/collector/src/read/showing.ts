import type { Mount as KernelMount } from '@shoji/procfs';
import { below } from './mountIndex.js';

/**
 * The mount that shows at an absolute path, found as the kernel walks (namei): from the process's root into whatever is
 * mounted on the way. The order of mountinfo tells nothing: a root that was moved into place stands after what is on it.
 * `undefined` where the path lies on a root that is no mount (chroot(2)).
 */
export function showing(mounts: readonly KernelMount[], path: string): KernelMount | undefined {
  const ids = new Set(mounts.map(({ id }) => id));
  const entrances = mounts.filter(({ id, parent }) => parent === id || !ids.has(parent));
  let at = nearest(entrances, path);
  // What is mounted over the process's own root is not entered by a process that was there before.
  for (let next = at; next; next = nearest(mountedOn(mounts, next), path)) at = next;
  return at;
}

const mountedOn = (mounts: readonly KernelMount[], { id }: KernelMount): KernelMount[] =>
  mounts.filter((mount) => mount.parent === id && mount.id !== id && mount.mountPoint !== '/');

/** Of mounts on one file system, the first that a walk to the path meets. */
function nearest(mounts: readonly KernelMount[], path: string): KernelMount | undefined {
  let found: KernelMount | undefined;
  for (const mount of mounts) {
    if (below(path, mount.mountPoint) === null) continue;
    if (!found || mount.mountPoint.length < found.mountPoint.length) found = mount;
  }
  return found;
}
