import type {
  Band,
  ContainerFilter,
  ContainerKind,
  ContainerOrder,
  ContainerOrderField,
  ContainerState,
  OrderDirection,
  WallName,
} from '../graphql/generated/graphql';

/** What can be chosen in the table of containers, as it stands in the URL; an empty list restricts nothing. */
export interface ContainersState {
  q: string;
  order: OrderKey;
  dir: 'asc' | 'desc';
  band: Band[];
  open: WallName[];
  unknown: WallName[];
  state: ContainerState[];
  kind: ContainerKind[];
  /** Ids of ways out, any of which is open. */
  way: string[];
  /** Ids of rules, any of which fails. */
  rule: string[];
  /** Id of one host, or empty for all. */
  host: string;
  /** Host groups, any of which a host is in. */
  group: string[];
}

export const orderKeys = ['risk', 'name', 'seen'] as const;
export type OrderKey = (typeof orderKeys)[number];

const orderField: Record<OrderKey, ContainerOrderField> = { risk: 'RISK', name: 'NAME', seen: 'LAST_SEEN' };
const orderDirection: Record<'asc' | 'desc', OrderDirection> = { asc: 'ASC', desc: 'DESC' };

/** The direction that an order starts with: worst first, newest first, but names from A. */
export const firstDirection = (order: OrderKey): 'asc' | 'desc' => (order === 'name' ? 'asc' : 'desc');

/** A click on a column's head: another column starts in its own direction, the same one turns round. */
export function turned(
  state: Pick<ContainersState, 'order' | 'dir'>,
  order: OrderKey,
): Pick<ContainersState, 'order' | 'dir'> {
  if (state.order !== order) return { order, dir: firstDirection(order) };
  return { order, dir: state.dir === 'asc' ? 'desc' : 'asc' };
}

/** The question to the API. What is not chosen is left out, so that the API's own defaults hold. */
export function toVariables(state: ContainersState): {
  search: string | null;
  filter: ContainerFilter;
  orderBy: ContainerOrder;
} {
  const filter: ContainerFilter = {};
  if (state.band.length > 0) filter.bands = state.band;
  if (state.way.length > 0) filter.openPaths = state.way;
  if (state.rule.length > 0) filter.rules = state.rule;
  if (state.open.length > 0) filter.openWalls = state.open;
  if (state.unknown.length > 0) filter.unknownWalls = state.unknown;
  if (state.state.length > 0) filter.states = state.state;
  if (state.kind.length > 0) filter.kinds = state.kind;
  if (state.host !== '') filter.hostId = state.host;
  if (state.group.length > 0) filter.groups = state.group;
  return {
    search: state.q.trim() === '' ? null : state.q.trim(),
    filter,
    orderBy: { field: orderField[state.order], direction: orderDirection[state.dir] },
  };
}

/** How many restrictions are in force, the search among them. */
export const restrictions = (state: ContainersState): number =>
  state.band.length +
  state.way.length +
  state.rule.length +
  state.open.length +
  state.unknown.length +
  state.state.length +
  state.kind.length +
  state.group.length +
  (state.host === '' ? 0 : 1) +
  (state.q.trim() === '' ? 0 : 1);

/** The list with the value in it if it was not, and without it if it was. */
export const toggled = <T>(list: readonly T[], value: T): T[] =>
  list.includes(value) ? list.filter((each) => each !== value) : [...list, value];
