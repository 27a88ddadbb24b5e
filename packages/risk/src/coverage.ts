import { isUnreadable, isUnsupported, type Posture } from '@shoji/posture';

/** Share of the posture's facts that could be read, 0–1. What a host cannot have (`unsupported`) counts as read. */
export function coverageOf({ schema: _, ...facts }: Posture): number {
  const tally = { read: 0, unread: 0 };
  count(facts, tally);
  return tally.read / (tally.read + tally.unread);
}

/** A list is one fact, however long: a container with many mounts is not better known than one with few. */
function count(value: unknown, tally: { read: number; unread: number }): void {
  if (isUnreadable(value)) tally.unread += 1;
  else if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnsupported(value))
    tally.read += 1;
  else for (const item of Object.values(value)) count(item, tally);
}
