/** Changes made for real: what one makes of a container or host on paper, against what the kernel says of one that has it. */
import type { Change } from '../../packages/changes/src/index.js';
import { judge } from '../../packages/risk/src/index.js';
import type { Subject } from '../../packages/posture/src/index.js';

/** What goes with a change. */
export interface Effect {
  /** The rule that fails without it and does not with it. */
  mends?: string;
  /** The way out that is open without it and blocked with it. */
  closes?: string;
}

/** The facts of a subject, by `group.fact` of the posture, `host.fact` and `host.sysctls.name`. */
function factsOf({ posture, host: { sysctls, ...host } }: Subject): [string, unknown][] {
  const named = (prefix: string, facts: object): [string, unknown][] =>
    Object.entries(facts).map(([fact, value]) => [`${prefix}.${fact}`, value]);
  return [
    ...Object.entries(posture).flatMap(([group, facts]) =>
      typeof facts === 'string' ? [] : named(group, facts as object),
    ),
    ...named('host', host),
    ...named('host.sysctls', sysctls),
  ];
}

/** Every fact that the change sets is what the kernel says, but those in `examples`, which it sets to an example. */
export function expectPaperIsReal(
  change: Change,
  before: Subject,
  real: Subject,
  examples: ReadonlySet<string>,
): void {
  const paper = change.apply(before);
  expect(paper).not.toBe(before);
  const [lacking, having] = [new Map(factsOf(before)), new Map(factsOf(real))];
  for (const [field, value] of factsOf(paper))
    if (value !== lacking.get(field) && !examples.has(field))
      expect([field, value]).toEqual([field, having.get(field)]);
  for (const name of ['systemCalls', 'restart', 'cgroupParent', 'sysctls'] as const)
    if (paper.traits[name] !== before.traits[name]) expect(paper.traits[name]).toEqual(real.traits[name]);
  expect(change.apply(real)).toBe(real);
}

/** The finding and the way out are there without the change and gone with it, and the score is no higher. */
export function expectGone(before: Subject, after: Subject, { mends, closes }: Effect): void {
  const judgements = [judge(before), judge(after)] as const;
  const finding = ({ outcomes }: (typeof judgements)[0]) =>
    outcomes.find(({ rule }) => rule === mends)?.state;
  const way = ({ paths }: (typeof judgements)[0]) => paths.find(({ path }) => path === closes)?.state;
  if (mends !== undefined) expect(judgements.map(finding)).toEqual(['fail', 'pass']);
  if (closes !== undefined) expect(judgements.map(way)).toEqual(['open', 'blocked']);
  expect(judgements[1].risk.score).toBeLessThanOrEqual(judgements[0].risk.score);
}
