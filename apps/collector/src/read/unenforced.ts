import { declaredDifferences, type Posture, type Traits } from '@shoji/posture';

type Differences = NonNullable<Traits['differences']>;

const compared = new WeakMap<
  Posture,
  { effective: Posture; processors: number | null; differences: Differences }
>();

/** Version 2 of cgroups shows no list of devices: what the runtime set stands in the traits itself. */
const unseen = 'cgroups.devices';

/**
 * The facts of which the kernel enforces less or something else than was asked for, or that could not be compared; one
 * entry a fact and direction, in order. Made anew only when one of the two postures is another object.
 */
export function unenforced(declared: Posture, effective: Posture, processors: number | null): Differences {
  const known = compared.get(declared);
  if (known?.effective === effective && known.processors === processors) return known.differences;
  const found = new Map<string, Differences[number]>();
  for (const { wall, field, direction } of declaredDifferences(declared, effective, processors))
    if (direction !== 'stronger' && !(field === unseen && direction === 'unknown'))
      found.set(`${field} ${direction}`, { wall, field, direction });
  const differences = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, difference]) => difference);
  compared.set(declared, { effective, processors, differences });
  return differences;
}
