'use client';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { Band, ContainerKind, ContainerState, WallName } from '../graphql/generated/graphql';
import { walls } from '../walls/vocabulary';
import { orderKeys } from './url-state';

export const bands: readonly Band[] = ['critical', 'high', 'medium', 'low'];
export const states: readonly ContainerState[] = ['running', 'unknown', 'gone'];
export const kinds: readonly ContainerKind[] = ['container', 'pod_sandbox', 'service', 'process'];
const wallNames: readonly WallName[] = walls.map(({ id }) => id);

const listOf = <T extends string>(values: readonly T[]) =>
  parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);

const parsers = {
  q: parseAsString.withDefault(''),
  order: parseAsStringLiteral(orderKeys).withDefault('risk'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('desc'),
  band: listOf(bands),
  way: parseAsArrayOf(parseAsString).withDefault([]),
  rule: parseAsArrayOf(parseAsString).withDefault([]),
  open: listOf(wallNames),
  unknown: listOf(wallNames),
  state: listOf(states),
  kind: listOf(kinds),
  host: parseAsString.withDefault(''),
  group: parseAsArrayOf(parseAsString).withDefault([]),
};

/** The state of the table in the URL; what the URL says wrongly falls back to its default. */
export const useContainersState = () => useQueryStates(parsers, { history: 'replace' });
