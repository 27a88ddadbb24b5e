import { isKnown, type Fact } from '@shoji/posture';
import type { Mount as KernelMount } from '@shoji/procfs';
import { hostPathOf, type HostMounts } from '../read/mountIndex.js';

/** Where a runtime keeps a container, as its mounts tell it: the one source that no runtime needs to be alive for. */
export interface Places {
  /** podman's or CRI-O's id, of the directory that its own files were mounted from. */
  storedId: string | null;
  /** Directory of all containers of one storage (`…/storage/overlay-containers`), where containers/storage has it. */
  store: string | null;
  /** docker's data root. */
  dataRoot: string | null;
}

/** Files that runtimes put into a container, each from the directory that they keep of it. */
const given = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/run/.containerenv'];

/** Reads the places from a container's mounts. Whoever may mount in there can forge them: they are hints, never proof. */
export function mountedFrom(mounts: Fact<readonly KernelMount[]>, host: Fact<HostMounts>): Places {
  const places: Places = { storedId: null, store: null, dataRoot: null };
  if (!isKnown(mounts) || !isKnown(host)) return places;
  for (const mount of mounts) {
    if (!given.includes(mount.mountPoint)) continue;
    const source = hostPathOf(host, mount) ?? '';
    places.storedId ??= /\/[a-z]+-containers\/([0-9a-f]{64})\/userdata\//.exec(source)?.[1] ?? null;
    places.dataRoot ??= /^(\/.*)\/containers\/[0-9a-f]{64}\/[^/]+$/.exec(source)?.[1] ?? null;
  }
  const root = mounts.find(({ mountPoint }) => mountPoint === '/');
  const lies = root && (rootDirectory(root) ?? hostPathOf(host, root));
  const storage = /^(\/.*\/storage)\/(overlay|vfs|btrfs|zfs)\//.exec(lies ?? '');
  if (storage) places.store = `${storage[1]}/${storage[2]}-containers`;
  return places;
}

/** Of an overlay its upper directory says where it lies (overlayfs.rst). */
const rootDirectory = ({ fsType, superOptions }: KernelMount): string | null =>
  fsType === 'overlay' ? (/(?:^|,)upperdir=([^,]*)/.exec(superOptions.join(','))?.[1] ?? null) : null;
