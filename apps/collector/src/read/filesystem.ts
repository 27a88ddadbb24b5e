import { canonicalJson, isKnown, sortedSet, type Fact, type Mount, type Posture } from '@shoji/posture';
import { overlayLayers, type Mount as KernelMount, type OverlayLayers } from '@shoji/procfs';
import type { DeviceDirectory } from './files.js';
import type { KernelPaths } from './kernelPaths.js';
import { below, hostPathOf, type HostMounts } from './mountIndex.js';
import { showing } from './showing.js';
import { stableName } from './stableName.js';
import { usualMounts } from './usualMounts.js';

/** What the mounts of a container say: `Posture.filesystem` but its devices, and the cgroup wall's `writable`. */
export interface MountFacts {
  filesystem: Omit<Posture['filesystem'], 'devices'>;
  cgroupsWritable: Fact<boolean>;
  overlay: OverlayLayers | null;
  /** `null` where /dev is none that the kernel answers for itself. */
  dev: DeviceDirectory | null;
}

/** Derives everything that the mounts of a container's init say (proc_pid_mountinfo(5)). */
export function readMounts(
  mounts: Fact<readonly KernelMount[]>,
  host: Fact<HostMounts>,
  paths: KernelPaths,
): MountFacts {
  if (!isKnown(mounts)) {
    const filesystem = {
      root: mounts,
      mounts,
      maskedPaths: mounts,
      readonlyPaths: mounts,
      exposedPaths: mounts,
    };
    return { filesystem, cgroupsWritable: mounts, overlay: null, dev: null };
  }
  const root = showing(mounts, '/');
  const overlay = root?.fsType === 'overlay' ? overlayLayers(root.superOptions) : null;
  return {
    filesystem: {
      root: root
        ? { type: root.fsType, readonly: isReadonly(root), lowerLayers: overlay?.lower.length ?? null }
        : { unreadable: 'no root mount' },
      mounts: visibleMounts(mounts, host),
      ...kernelPathFacts(mounts, paths),
    },
    cgroupsWritable: mounts.some(({ fsType, ...mount }) => fsType.startsWith('cgroup') && !isReadonly(mount)),
    overlay,
    dev: deviceDirectory(mounts),
  };
}

/** The mount's own flag or its file system's: either keeps writers out. */
const isReadonly = ({
  mountOptions,
  superOptions,
}: Pick<KernelMount, 'mountOptions' | 'superOptions'>): boolean =>
  mountOptions.includes('ro') || superOptions.includes('ro');

/** Empty files and directories laid over a kernel path: bound `/dev/null`, or a small file system of their own. */
const covers = ({ fsType }: KernelMount): boolean => fsType !== 'proc' && fsType !== 'sysfs';

/** How the container stands to the paths that runtimes close: covered, read-only, or as the kernel made them. */
function kernelPathFacts(
  mounts: readonly KernelMount[],
  paths: KernelPaths,
): Pick<Posture['filesystem'], 'maskedPaths' | 'readonlyPaths' | 'exposedPaths'> {
  const masked = new Set<string>();
  const readonly = new Set<string>();
  const exposed = new Set<string>();
  const hasProc = mounts.some(({ mountPoint, fsType }) => mountPoint === '/proc' && fsType === 'proc');
  const hasSys = mounts.some(({ mountPoint, fsType }) => mountPoint === '/sys' && fsType === 'sysfs');
  const isThere = (path: string) => (path.startsWith('/proc/') ? hasProc : hasSys);

  for (const mount of mounts) {
    const { mountPoint } = mount;
    if (!isThere(mountPoint) || isOwnTree(mountPoint)) continue;
    if (covers(mount)) masked.add(mountPoint);
    else if (isReadonly(mount)) readonly.add(mountPoint);
  }
  for (const path of [...paths.masked, ...paths.readonly]) {
    const mount = isThere(path) ? showing(mounts, path) : undefined;
    if (!mount) continue;
    if (covers(mount)) masked.add(path);
    else if (isReadonly(mount)) readonly.add(path);
    else exposed.add(path);
  }
  return {
    maskedPaths: sortedSet(masked),
    readonlyPaths: sortedSet(readonly),
    exposedPaths: sortedSet(exposed),
  };
}

/** Below /proc and /sys there are file systems of the kernel's own, which cover nothing. */
const isOwnTree = (path: string): boolean =>
  !/^\/(proc|sys)\//.test(path) ||
  /^\/sys\/(fs\/(cgroup|bpf|pstore|selinux|fuse)|kernel\/(security|debug|tracing|config))(\/|$)/.test(path) ||
  path.startsWith('/proc/sys/fs/binfmt_misc') ||
  path.startsWith('/sys/firmware/efi/efivars');

const atime = new Set(['ro', 'rw', 'relatime', 'noatime', 'nodiratime', 'strictatime', 'lazytime']);

/** Kernel file systems whose superblock containers share with the host in the normal course of things. */
const ownPlaces: [RegExp, string[]][] = [
  [/^\/proc(\/|$)/, ['proc']],
  [/^\/sys(\/|$)/, ['sysfs']],
  [/^\/dev\/mqueue$/, ['mqueue']],
  [/^\/dev\/(pts|console)(\/|$)/, ['devpts']],
  [/^\/sys\/fs\/cgroup(\/|$)/, ['cgroup', 'cgroup2']],
];

const isOwnPlace = ({ mountPoint, fsType }: KernelMount): boolean =>
  ownPlaces.some(([place, types]) => place.test(mountPoint) && types.includes(fsType));

function visibleMounts(mounts: readonly KernelMount[], host: Fact<HostMounts>): Mount[] {
  const shown = new Map<string, Mount>();
  const bound: { destination: string; source: string }[] = [];
  for (const mount of mounts) {
    if (mount.mountPoint === '/') continue;
    const entry = describe(mount, host);
    if (isKernelPathCover(mount) || usualMounts.has(entry)) continue;
    const parent = bound.findLast(({ destination }) => below(entry.destination, destination) !== null);
    if (entry.fromHost === true && entry.source !== null)
      bound.push({ destination: entry.destination, source: entry.source });
    // Below a host tree, the mounts of other containers come and go: they say nothing of this one.
    if (parent && (mount.fsType === 'nsfs' || /<id>/.test(entry.destination))) continue;
    shown.set(canonicalJson(entry), entry);
  }
  return [...shown].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** Told by masked and read-only paths already. */
const isKernelPathCover = (mount: KernelMount): boolean =>
  !isOwnTree(mount.mountPoint) && (covers(mount) ? mount.fsType.endsWith('tmpfs') : isReadonly(mount));

function describe(mount: KernelMount, host: Fact<HostMounts>): Mount {
  const path = isKnown(host) && !isOwnPlace(mount) ? hostPathOf(host, mount) : undefined;
  return {
    destination: stableName(mount.mountPoint),
    source: path ? stableName(path) : null,
    type: mount.fsType,
    readonly: isReadonly(mount),
    options: sortedSet(mount.mountOptions.filter((option) => !atime.has(option))),
    propagation: propagationOf(mount),
    fromHost: isOwnPlace(mount) ? false : isKnown(host) ? path !== undefined : host,
  };
}

function propagationOf({ shared, master, unbindable }: KernelMount): Mount['propagation'] {
  if (shared !== null) return master !== null ? 'shared-slave' : 'shared';
  return master !== null ? 'slave' : unbindable ? 'unbindable' : 'private';
}

const kernelAnswered = new Set([
  'tmpfs',
  'devtmpfs',
  'ramfs',
  'overlay',
  'ext4',
  'xfs',
  'btrfs',
  'devpts',
  'mqueue',
]);

function deviceDirectory(mounts: readonly KernelMount[]): DeviceDirectory | null {
  const dev = showing(mounts, '/dev');
  if (!dev || !kernelAnswered.has(dev.fsType)) return null;
  const avoid = mounts.filter(
    ({ mountPoint, fsType }) => mountPoint.startsWith('/dev/') && !fsType.endsWith('tmpfs'),
  );
  return { mountId: dev.id, avoid: new Set(avoid.map(({ mountPoint }) => mountPoint)) };
}
