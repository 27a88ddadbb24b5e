import { evidenceOf, type Traits, type Wall } from '@shoji/posture';
import { fail, notApplicable, pass, unknown, type Verdict } from './rule.js';

/**
 * The verdict on where the kernel enforces less or something else at a wall than the runtime was asked for. What could
 * not be compared is undecided; where nobody asked for anything on record there is nothing to compare.
 */
export function judgeDeclared(
  { differences, declared }: Pick<Traits, 'differences' | 'declared'>,
  wall: Wall,
): Verdict {
  if (differences === undefined)
    return declared === null
      ? notApplicable(() => [evidenceOf('traits.declared', declared, 'no record says what was asked for')])
      : unknown(() => [evidenceOf('traits.declared', declared, 'what was asked for was not compared')]);
  const own = differences.filter((difference) => difference.wall === wall);
  if (own.length === 0) return pass;
  const of = (direction: string) => own.filter((difference) => difference.direction === direction);
  const shown = (which: typeof own, words: string) => () =>
    which.map(({ field }) => evidenceOf('traits.differences', field, `${field} ${words}`));
  const [weaker, different] = [of('weaker'), of('different')];
  if (weaker.length > 0) return fail(shown(weaker, 'is enforced less than was asked for'));
  if (different.length > 0) return fail(shown(different, 'is something else than was asked for'), 'low');
  return unknown(shown(own, 'could not be compared with what was asked for'), 'low');
}
