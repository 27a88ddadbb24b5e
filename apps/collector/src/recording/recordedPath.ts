import { posix } from 'node:path';
import type { Roots } from '../read/files.js';

/** Path on the host of a path below the roots where its trees hang; never one that climbs above `/`. */
export function recordedPath(path: string, { procfs, sysfs, rootfs }: Roots): string {
  const plain = posix.normalize(path);
  const below = (root: string): string | null =>
    root !== '/' && (plain === root || plain.startsWith(`${root}/`)) ? plain.slice(root.length) : null;
  const [inProc, inSys] = [below(procfs), below(sysfs)];
  if (inProc !== null) return `/proc${inProc}`;
  if (inSys !== null) return `/sys${inSys}`;
  return below(rootfs) ?? plain;
}
