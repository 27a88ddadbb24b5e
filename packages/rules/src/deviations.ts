import { evidenceOf, type Traits, type Wall } from '@shoji/posture';
import { fail, pass, severities, type Severity, type Verdict } from './rule.js';

/** A process of the container that differs from its init at one wall. */
export type Deviation = Traits['deviations'][number];

/** The verdict on the processes that differ from init at a wall in a way that `objects` to; the worst one weighs. */
export function judgeDeviations(
  deviations: readonly Deviation[],
  wall: Wall,
  objects: (difference: string) => boolean = () => true,
  weigh: (deviation: Deviation) => Severity | undefined = () => undefined,
): Verdict {
  const found = deviations.filter((item) => item.wall === wall && objects(item.difference));
  if (found.length === 0) return pass;
  const weights = new Set(found.map(weigh));
  return fail(
    () => found.map((item) => evidenceOf('traits.deviations', { ...item }, describe(item))),
    // One that weighs what the rule does settles it.
    weights.has(undefined) ? undefined : severities.findLast((severity) => weights.has(severity)),
  );
}

const describe = ({ exe, count, difference }: Deviation): string =>
  `${count === 1 ? '' : `${count} × `}${exe ?? 'a process'}: ${difference}`;

/**
 * Whether the processes are sandboxes within the container: all that run this executable and differ so are in a user
 * namespace of their own, over which every capability is theirs and none counts outside (user_namespaces(7)).
 */
export function isNestedSandbox({ wall, exe }: Deviation, deviations: readonly Deviation[]): boolean {
  const count = (which: (item: Deviation) => boolean) =>
    deviations.filter((item) => item.exe === exe && which(item)).reduce((sum, item) => sum + item.count, 0);
  const nested = count((item) => item.wall === 'namespaces' && /\buser\b/.test(item.difference));
  return nested >= count((item) => item.wall === wall);
}
