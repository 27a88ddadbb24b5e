import { hashDocument } from './hash.js';
import type { Instance } from './instance.js';

/**
 * Hash of an instance without `processCount`, which changes with every fork: a busy container must not look changed
 * in every report. The count on record is the one of the last report that carried the instance.
 */
export const instanceHash = ({ processCount: _count, ...rest }: Instance): string => hashDocument(rest);

/** Hash of the sorted (container id, posture hash, instance hash) list: equal exactly if nothing changed. */
export const inventoryHash = (
  containers: Iterable<{ id: string; posture: string; instance: string }>,
): string =>
  hashDocument(
    Array.from(containers, ({ id, posture, instance }) => [id, posture, instance]).sort(
      ([a = ''], [b = '']) => (a < b ? -1 : 1),
    ),
  );
