import {
  canonicalJson,
  isKnown,
  sortedSet,
  unreadable,
  type Fact,
  type Mount,
  type Posture,
} from '@shoji/posture';
import { overlayLayers, type Mount as KernelMount, type OverlayLayers } from '@shoji/procfs';
import type { DeviceDirectory } from './files.js';
import { closesKernelPath, kernelPathFacts } from './kernelCovers.js';
import type { KernelPaths } from './kernelPaths.js';
import { below, hostPathOf, isReadonly, type HostMounts } from './mountIndex.js';
import { showing } from './showing.js';
import { stableName } from './stableName.js';
import { usualMounts } from './usualMounts.js';

/** What the mounts of a container say: `Posture.filesystem` but its devices, and the cgroup wall's `writable`. */
export interface MountFacts {
  filesystem: Omit<Posture['filesystem'], 'devices'>;
  cgroupsWritable: Fact<boolean>;
  overlay: OverlayLayers | null;
  /** Unreadable where /dev is none that the kernel answers for itself. */
  dev: Fact<DeviceDirectory>;
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
    return { filesystem, cgroupsWritable: mounts, overlay: null, dev: mounts };
  }
  const root = showing(mounts, '/');
  const overlay = root?.fsType === 'overlay' ? overlayLayers(root.superOptions) : null;
  return {
    filesystem: {
      root: root
        ? { type: root.fsType, readonly: isReadonly(root), lowerLayers: overlay?.lower.length ?? null }
        : unreadable('no root mount'),
      mounts: visibleMounts(mounts, host),
      ...kernelPathFacts(mounts, paths),
    },
    cgroupsWritable: mounts.some(
      (mount) =>
        mount.fsType.startsWith('cgroup') &&
        !isReadonly(mount) &&
        // What a later mount hides can be reached by no path.
        showing(mounts, mount.mountPoint) === mount,
    ),
    overlay,
    dev: deviceDirectory(mounts),
  };
}

const atime = new Set(['ro', 'rw', 'relatime', 'noatime', 'nodiratime', 'strictatime', 'lazytime']);

/** Kernel file systems whose superblock containers share with the host in the normal course of things. */
const ownPlaces: [RegExp, string[]][] = [
  [/^\/proc(\/|$)/, ['proc']],
  [/^\/sys(\/|$)/, ['sysfs']],
  [/^\/dev\/mqueue$/, ['mqueue']],
  [/^\/dev\/console$/, ['devpts']],
  [/^\/sys\/fs\/cgroup(\/|$)/, ['cgroup', 'cgroup2']],
];

const isOwnPlace = ({ mountPoint, fsType }: KernelMount): boolean =>
  ownPlaces.some(([place, types]) => place.test(mountPoint) && types.includes(fsType));

function visibleMounts(mounts: readonly KernelMount[], host: Fact<HostMounts>): Mount[] {
  const shown = new Map<string, Mount>();
  const bound: { destination: string; source: string }[] = [];
  for (const mount of mounts) {
    const entry = describe(mount, host);
    if (mount.mountPoint === '/') {
      if (entry.source === '/') bound.push({ destination: '/', source: '/' });
      continue;
    }
    if (closesKernelPath(mount) || usualMounts.has(entry)) continue;
    const parent = bound.findLast(({ destination }) => below(entry.destination, destination) !== null);
    if (entry.fromHost === true && entry.source !== null)
      bound.push({ destination: entry.destination, source: entry.source });
    // Below a host tree, the mounts of other containers come and go: they say nothing of this one.
    if (parent && (mount.fsType === 'nsfs' || /<id>/.test(entry.destination))) continue;
    shown.set(canonicalJson(entry), entry);
  }
  return [...shown].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

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

const kernelAnswered = new Set(
  'aufs btrfs devpts devtmpfs ext4 f2fs mqueue overlay ramfs squashfs tmpfs xfs zfs'.split(' '),
);

/** Kernel file systems in which nobody can make a node. */
const withoutNodes = new Set(
  `binfmt_misc bpf cgroup cgroup2 configfs debugfs efivarfs fusectl hugetlbfs mqueue nsfs proc pstore securityfs sysfs
  tracefs`.split(/\s+/),
);

function deviceDirectory(mounts: readonly KernelMount[]): Fact<DeviceDirectory> {
  const dev = showing(mounts, '/dev');
  if (!dev) return unreadable('no root mount');
  if (!kernelAnswered.has(dev.fsType)) return unreadable('/dev is on a file system of the container');
  const avoid = new Set<string>();
  const entered = new Map<string, number>();
  for (const mountPoint of new Set(mounts.map((mount) => mount.mountPoint))) {
    if (!mountPoint.startsWith('/dev/')) continue;
    const mount = showing(mounts, mountPoint);
    if (!mount) continue;
    const isTerminals = mount.fsType === 'devpts' && mount.root === '/';
    if (mount.mountOptions.includes('nodev') || withoutNodes.has(mount.fsType) || isTerminals)
      avoid.add(mountPoint);
    else if (kernelAnswered.has(mount.fsType)) entered.set(mountPoint, mount.id);
    else return unreadable(`${mountPoint.slice(0, 100)} is on a file system of the container`);
  }
  return { mountId: dev.id, avoid, mounts: entered };
}
