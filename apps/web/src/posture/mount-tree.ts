import type { Mount } from './document';

/** A mount with how many other mounts its mount point lies below. */
export interface NestedMount {
  mount: Mount;
  depth: number;
}

const isBelow = (path: string, parent: string): boolean =>
  path !== parent && (parent === '/' ? path.startsWith('/') : path.startsWith(`${parent}/`));

/** The mounts as a tree in reading order: each below the nearest mount it lies in, `/` first. */
export function mountTree(mounts: readonly Mount[]): NestedMount[] {
  const sorted = [...mounts].sort((a, b) => {
    const [left, right] = [a.destination.split('/'), b.destination.split('/')];
    for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
      const [x, y] = [left[i] ?? '', right[i] ?? ''];
      if (x !== y) return x < y ? -1 : 1;
    }
    return left.length - right.length;
  });
  const above: string[] = [];
  return sorted.map((mount) => {
    for (let top = above.at(-1); top !== undefined && !isBelow(mount.destination, top); top = above.at(-1))
      above.pop();
    const depth = above.length;
    above.push(mount.destination);
    return { mount, depth };
  });
}
