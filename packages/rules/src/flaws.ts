import { evidenceOf, flawIn, isKnown, type Fact } from '@shoji/posture';
import { fail, pass, unknown, type Verdict } from './rule.js';

/** A known way out through a program, and the releases that mended it, one a line of releases. */
export interface Flaw {
  id: string;
  fixes: readonly (readonly [number, number, number])[];
}

/**
 * The verdict on the versions of a program. A distribution mends older releases without saying so in their number: of
 * those it is not known.
 */
export function judgeFlaws(
  what: string,
  field: string,
  versions: readonly Fact<string>[],
  flaws: readonly Flaw[],
): Verdict {
  const found = versions.flatMap((version) =>
    flaws.map((flaw) => ({ version, flaw, state: flawIn(version, flaw.fixes) })),
  );
  const of = (state: string) => found.filter((item) => item.state === state);
  const shown = (which: typeof found, words: string) => () =>
    [...new Set(which.map(({ version }) => version))].map((version) => {
      const ids = which.filter((item) => item.version === version).map(({ flaw }) => flaw.id);
      const told = isKnown(version) ? `${what} ${version} ${words} ${ids.join(', ')}` : undefined;
      return evidenceOf(field, version, told);
    });
  const [flawed, undecided] = [of('flawed'), of('unknown')];
  if (flawed.length > 0) return fail(shown(flawed, 'has'));
  if (undecided.length > 0)
    return unknown(shown(undecided, 'is older than the fix of what its distribution may have mended:'));
  return { ...pass, evidence: shown(found, 'is mended:') };
}
