import { hashDocument } from '@shoji/posture';

/** Grows when the same two states come to other changes, or to another score. */
const revision = 1;

/** Version of all that a comparison rests on, 12 hex digits; comparisons stored under another one are made again. */
export const driftVersionOf = (ruleSet: string): string =>
  hashDocument(['drift', ruleSet, revision]).slice(0, 12);
