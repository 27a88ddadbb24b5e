import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import type { DeviceNode } from '@shoji/posture';
import { systemError, type DeviceDirectory, type DeviceListing } from './files.js';

/** O_PATH (open(2)), which Node does not name: the open itself asks nothing of the file system behind the path. */
const O_PATH = process.arch === 'x64' || process.arch === 'arm64' ? 0o10000000 : 0;
const directoryItself = constants.O_DIRECTORY | constants.O_NOFOLLOW | O_PATH;

const maxDepth = 3;
const maxNodes = 4096;

/**
 * Device nodes below a container's /dev. Why the container cannot lead us astray: `/proc/PID/root` is a link of the
 * kernel's; every directory below it is opened by one name with O_PATH and O_NOFOLLOW, so that a link put there fails
 * with ENOTDIR; before anything is asked of its file system, the kernel confirms (fdinfo) that it is the mount that
 * mountinfo showed, so that no FUSE server of the container can keep us waiting. Names are then listed and lstat-ed
 * through our own descriptor.
 */
export function listDeviceNodes(
  procfs: string,
  root: string,
  { mountId, avoid, mounts }: DeviceDirectory,
): DeviceListing {
  const nodes: DeviceNode[] = [];
  let nested = false;
  collect(`${root}/dev`, '/dev', 0, mountId);
  return { nodes, nested };

  function collect(directory: string, shown: string, depth: number, mount: number): void {
    const descriptor = openSync(directory, directoryItself);
    try {
      // What was mounted since then is not listed unseen: the next reading knows it.
      if (mountOf(procfs, descriptor) !== mount) throw systemError('EXDEV', shown);
      nested ||= depth > 0;
      const through = `${procfs}/self/fd/${descriptor}`;
      for (const name of readdirSync(through)) {
        const path = `${shown}/${name}`;
        if (avoid.has(path)) continue;
        const entry = lstatSync(`${through}/${name}`, { throwIfNoEntry: false });
        if (entry?.isDirectory() && depth < maxDepth)
          collect(`${through}/${name}`, path, depth + 1, mounts.get(path) ?? mount);
        if (!entry?.isBlockDevice() && !entry?.isCharacterDevice()) continue;
        if (nodes.length >= maxNodes) throw systemError('E2BIG', directory);
        nodes.push({ path, type: entry.isBlockDevice() ? 'b' : 'c', ...deviceNumber(entry.rdev) });
      }
    } finally {
      closeSync(descriptor);
    }
  }
}

/** Id of the mount behind an open descriptor (proc_pid_fdinfo(5)). */
function mountOf(procfs: string, descriptor: number): number {
  const match = /^mnt_id:\s*(\d+)$/m.exec(readFileSync(`${procfs}/self/fdinfo/${descriptor}`, 'utf8'));
  return Number(match?.[1] ?? NaN);
}

/** Splits a dev_t of glibc (sys/sysmacros.h): 12 bits of major and 20 of minor are all that Linux uses. */
export const deviceNumber = (dev: number): { major: number; minor: number } => ({
  major: Math.floor(dev / 2 ** 8) & 0xfff,
  minor: (dev & 0xff) | (Math.floor(dev / 2 ** 12) & 0xfff00),
});
