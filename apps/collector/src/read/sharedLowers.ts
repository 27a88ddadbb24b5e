import type { Instance } from '@shoji/posture';

/**
 * How many lower directories of each overlay another of them stands on, too: what is written below one of those is
 * seen in both. `undefined` for a container without an overlay.
 */
export function sharedLowers(overlays: readonly Instance['overlay'][]): (number | undefined)[] {
  const users = new Map<string, number>();
  for (const overlay of overlays)
    for (const directory of new Set(overlay?.lower)) users.set(directory, (users.get(directory) ?? 0) + 1);
  return overlays.map(
    (overlay) => overlay?.lower.filter((directory) => (users.get(directory) ?? 0) > 1).length,
  );
}
