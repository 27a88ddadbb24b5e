import { causeOf, type Cause, type Change } from '@shoji/drift';
import { hashDocument, type Posture, type Traits } from '@shoji/posture';
import type { Past } from './circumstances.js';
import type { Compared, Pending } from './pending.js';

/** One container that is not as it should be, by one cause. */
export interface Item {
  cause: Cause;
  changes: Change[];
  score: number;
  upTo: number;
  /** Of its changes without what they weigh. */
  fingerprint: string;
}

/** What is to be said of a container: its changes against the baseline by their cause, and what is not enforced. */
export function itemsOf(
  pending: Pick<Pending, 'approved_as_is' | 'compared' | 'declared_compared'>,
  past: Past | undefined,
  now: { posture: Posture; traits: Traits } | undefined,
): Item[] {
  const { compared, declared_compared: declared, approved_as_is: approved } = pending;
  const items: Item[] = [];
  if (compared && compared.changes.length > 0 && past && now) {
    const { same, restarted, host_then: then, host_now: host, siblings_conform: siblingsConform } = past;
    const conforming =
      same === null || then === null ? null : { same, restarted: restarted ?? false, host: then };
    const byCause = Map.groupBy(compared.changes, (change) =>
      causeOf(change, now, { conforming, host, siblingsConform }),
    );
    for (const [cause, changes] of byCause) items.push(itemOf(cause, changes, compared));
  }
  if (declared && declared.changes.length > 0 && !approved)
    items.push(itemOf('declared', declared.changes, declared));
  return items;
}

/** The part of a comparison that one cause explains. */
function itemOf(cause: Cause, changes: Change[], { score: all, upTo: most, changes: whole }: Compared): Item {
  const isWhole = changes.length === whole.length;
  const score = isWhole ? all : changes.reduce((sum, { points }) => sum + points, 0);
  const blind = changes.some(({ direction }) => direction === 'unknown');
  return {
    cause,
    changes,
    score,
    upTo: isWhole ? most : blind ? Math.min(100, score + most - all) : score,
    fingerprint: hashDocument(changes.map(({ field, before, after }) => [field, before, after])),
  };
}
