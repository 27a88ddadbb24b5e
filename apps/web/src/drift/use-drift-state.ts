'use client';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type {
  ChangeDirection,
  DriftCause,
  DriftFilter,
  DriftState,
  WallName,
} from '../graphql/generated/graphql';
import { walls } from '../walls/vocabulary';
import { causes, directions, states } from './words';

/** What can be chosen on the page, as it stands in the URL; an empty list restricts nothing. */
export interface DriftChoices {
  q: string;
  cause: DriftCause[];
  direction: ChangeDirection[];
  wall: WallName[];
  state: DriftState[];
  /** Host groups. */
  group: string[];
}

const listOf = <T extends string>(values: readonly T[]) =>
  parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);

export const causeNames = Object.keys(causes) as DriftCause[];
export const directionNames = Object.keys(directions) as ChangeDirection[];
export const stateNames = Object.keys(states) as DriftState[];

const parsers = {
  q: parseAsString.withDefault(''),
  cause: listOf(causeNames),
  direction: listOf(directionNames),
  wall: listOf<WallName>(walls.map(({ id }) => id)),
  state: listOf(stateNames),
  group: parseAsArrayOf(parseAsString).withDefault([]),
};

/** The choices in the URL; what it says wrongly falls back to its default. */
export const useDriftState = () => useQueryStates(parsers, { history: 'replace' });

/** The question to the API. What is not chosen is left out, so that the API's own defaults hold. */
export function toFilter({ q, cause, direction, wall, state, group }: DriftChoices): DriftFilter {
  const filter: DriftFilter = {};
  if (q.trim() !== '') filter.search = q.trim();
  if (cause.length > 0) filter.causes = cause;
  if (direction.length > 0) filter.directions = direction;
  if (wall.length > 0) filter.walls = wall;
  if (state.length > 0) filter.states = state;
  if (group.length > 0) filter.groups = group;
  return filter;
}

/** How many restrictions are in force, the search among them. */
export const chosen = ({ q, cause, direction, wall, state, group }: DriftChoices): number =>
  group.length + cause.length + direction.length + wall.length + state.length + (q.trim() === '' ? 0 : 1);
