import { signatureWindow } from '@shoji/posture';

/** What the server remembers that bears on a report's place in the order. */
export interface Remembered {
  /** Boot of the last report taken, or null before the first. */
  bootId: string | null;
  lastSeq: number;
  /** Digest of the report taken under the same boot and number, where it is still on record. */
  receipt: string | null;
  /** Whether any report of the same boot is on record. */
  bootSeen: boolean;
  /** Unix seconds of the oldest report on record of the current boot; null where none is. */
  bootSince: number | null;
}

/** A report's place: `new` is taken, `repeat` was taken and its answer got lost, `diverged` proves a second sender. */
export type Place = 'new' | 'repeat' | 'replay' | 'diverged';

/**
 * Where a validly signed report stands among those taken. `(bootId, seq)` only grows; docs/adr/0006-order-of-reports.md
 * has the reasons.
 */
export function placeOf(
  report: { bootId: string; seq: number; digest: string; created: number },
  remembered: Remembered,
): Place {
  const { bootId, lastSeq, receipt } = remembered;
  if (receipt !== null && receipt !== report.digest) return 'diverged';
  if (bootId === report.bootId) {
    if (report.seq > lastSeq) return 'new';
    return report.seq === lastSeq && receipt !== null ? 'repeat' : 'replay';
  }
  if (!remembered.bootSeen) return 'new';
  if (receipt !== null) return 'replay';
  // Signed so long after the present boot began that no delay and no clock explains it: an earlier boot still lives.
  const since = remembered.bootSince ?? -Infinity;
  return report.created > since + signatureWindow ? 'diverged' : 'replay';
}
