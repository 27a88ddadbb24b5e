import type { Mount as KernelMount } from '@shoji/procfs';

/** The host's own mounts, to find what path of the host lies behind a mount of a container. */
export interface HostMounts {
  /** In the order in which they were mounted, by `major:minor`. */
  byDevice: ReadonlyMap<string, readonly KernelMount[]>;
  /** What the host shows at `/`. */
  root: KernelMount | undefined;
}

/** Indexes the mounts of the host (`/proc/1/mountinfo`). */
export function indexHostMounts(mounts: readonly KernelMount[]): HostMounts {
  const byDevice = new Map<string, KernelMount[]>();
  for (const mount of mounts) {
    const key = deviceOf(mount);
    const list = byDevice.get(key);
    if (list) list.push(mount);
    else byDevice.set(key, [mount]);
  }
  return { byDevice, root: mounts.findLast(({ mountPoint }) => mountPoint === '/') };
}

/** `major:minor` of the file system, as mountinfo writes it. */
export const deviceOf = ({ major, minor }: KernelMount): string => `${major}:${minor}`;

/**
 * Where the host shows what a mount shows: the first host mount of the same file system whose root contains the mount's
 * root. `undefined` = the host does not have the file system; `null` = it does, but not this part of it.
 */
export function hostPathOf({ byDevice }: HostMounts, mount: KernelMount): string | null | undefined {
  const candidates = byDevice.get(deviceOf(mount));
  if (!candidates) return undefined;
  for (const { root, mountPoint } of candidates) {
    const rest = below(mount.root, root);
    if (rest !== null) return join(mountPoint, rest);
  }
  return null;
}

/** What remains of `path` below `directory` (`''` for itself), `null` where it lies elsewhere. */
export function below(path: string, directory: string): string | null {
  if (path === directory) return '';
  const prefix = directory === '/' ? '/' : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

/** Puts a relative path below a directory. */
export const join = (directory: string, rest: string): string =>
  rest === '' ? directory : directory === '/' ? `/${rest}` : `${directory}/${rest}`;

/** The mount's own flag or its file system's: either keeps writers out. */
export const isReadonly = ({
  mountOptions,
  superOptions,
}: Pick<KernelMount, 'mountOptions' | 'superOptions'>): boolean =>
  mountOptions.includes('ro') || superOptions.includes('ro');
