import { hostMounts, isKnown, type HostMount, type Mount, type Subject } from '@shoji/posture';
import type { Amendment } from './change.js';

/** The mounts after `alter` had those that are known to show a path of the host; `null` where it left them all. */
export function alterHostMounts(
  { posture }: Subject,
  alter: (source: string, mount: Mount) => Mount | null,
): Amendment | null {
  const { mounts } = posture.filesystem;
  if (!isKnown(mounts)) return null;
  const altered = new Map<Mount, Mount | null>();
  for (const item of hostMounts(mounts)) {
    if (!isCertain(item)) continue;
    const after = alter(item.source, item.mount);
    if (after !== item.mount) altered.set(item.mount, after);
  }
  return altered.size === 0
    ? null
    : withMounts(mounts.flatMap((mount) => replaced(altered.get(mount), mount)));
}

/** The mounts with each one altered that `matches`; `null` where none does. */
export function alterMounts(
  { posture }: Subject,
  matches: (mount: Mount) => boolean,
  alter: (mount: Mount) => Mount | null,
): Amendment | null {
  const { mounts } = posture.filesystem;
  if (!isKnown(mounts) || !mounts.some(matches)) return null;
  return withMounts(mounts.flatMap((mount) => (matches(mount) ? replaced(alter(mount), mount) : [mount])));
}

const replaced = (after: Mount | null | undefined, before: Mount): Mount[] =>
  after === undefined ? [before] : after === null ? [] : [after];

const withMounts = (mounts: Mount[]): Amendment => ({ posture: { filesystem: { mounts } } });

const isCertain = (item: HostMount): item is HostMount & { source: string } =>
  item.certain && item.source !== null;
