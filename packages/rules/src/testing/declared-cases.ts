import type { Traits, Wall } from '@shoji/posture';
import { asIs, fails, isNotApplicable, isUnknown, passes, type Case } from './cases.js';

type Difference = NonNullable<Traits['differences']>[number];

/** What the rule on one wall must say of what was asked for there; `field` is a fact of that wall. */
export function declaredCases(wall: Wall, field: string): Case[] {
  const elsewhere = wall === 'rlimits' ? 'user' : 'rlimits';
  const differing = (...differences: Difference[]) => ({ traits: { declared: 'a'.repeat(64), differences } });
  const own = (direction: Difference['direction']): Difference => ({ wall, field, direction });
  return [
    passes('the kernel enforces what was asked for', asIs, differing()),
    passes(
      'it differs at another wall',
      asIs,
      differing({ wall: elsewhere, field: `${elsewhere}.x`, direction: 'weaker' }),
    ),
    fails('the kernel enforces less', asIs, differing(own('weaker'))),
    fails(
      'it enforces less of one fact, and another is not known',
      asIs,
      differing(own('weaker'), own('unknown')),
    ),
    fails('it enforces something else', asIs, { ...differing(own('different')), severity: 'low' }),
    isUnknown('a fact could not be compared', asIs, { ...differing(own('unknown')), severity: 'low' }),
    isUnknown('what was asked for is on record, but was not compared', asIs, {
      traits: { declared: 'a'.repeat(64) },
    }),
    isNotApplicable('nothing is on record', asIs),
  ];
}
