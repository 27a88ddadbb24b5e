import { walls, type Wall } from '@shoji/posture';
import { rules, severities, type Outcome, type Rule } from '@shoji/rules';
import { openness } from './score.js';

/** How a wall stands. */
export const wallStatuses = ['closed', 'thin', 'open', 'unknown'] as const;
export type WallStatus = (typeof wallStatuses)[number];

/** One wall of a container and the sentences that say why it is not closed. */
export interface WallState {
  wall: Wall;
  state: WallStatus;
  reasons: string[];
}

const titles = new Map(rules.map(({ id, title }) => [id, title]));
/** The gravest first: whoever shows a few shows these. */
const gravestFirst = (a: Outcome, b: Outcome): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity);

/**
 * The eight walls in their order. One high or critical finding opens a wall whatever else is unknown; short of that, an
 * undecided rule or a finding that may be that grave makes it `unknown`, for the wall may be open; then any finding makes
 * it `thin`; then any undecided rule makes it `unknown`. A wall no rule could look at is `unknown`: nobody has seen that
 * it holds. `further` are the rules that are not in the catalogue.
 */
export function wallStates(outcomes: readonly Outcome[], further: readonly Rule[] = []): WallState[] {
  const titleOf = ({ rule }: Outcome): string =>
    titles.get(rule) ?? further.find(({ id }) => id === rule)?.title ?? rule;
  const byWall = new Map(walls.map((wall) => [wall, [] as Outcome[]]));
  for (const outcome of outcomes) byWall.get(outcome.wall)?.push(outcome);
  return Array.from(byWall, ([wall, own]) => {
    const failed = own.filter(({ state }) => state === 'fail').sort(gravestFirst);
    const undecided = own.filter(({ state }) => state === 'unknown').sort(gravestFirst);
    const mayBeOpen = [...failed, ...undecided].some(
      ({ severity, atMost }) => openness(atMost ?? severity) === 'open',
    );
    const looked = own.some(({ state }) => state !== 'not-applicable');
    const state = failed.some(({ severity }) => openness(severity) === 'open')
      ? 'open'
      : mayBeOpen || !looked
        ? 'unknown'
        : failed.length > 0
          ? 'thin'
          : undecided.length > 0
            ? 'unknown'
            : 'closed';
    const reasons = [
      ...failed.map(titleOf),
      ...undecided.map(
        (outcome) => `${titleOf(outcome)}? ${outcome.evidence[0]?.text ?? 'It is not known.'}`,
      ),
    ];
    return { wall, state, reasons: looked ? reasons : ['no rule looks at this wall'] };
  });
}
