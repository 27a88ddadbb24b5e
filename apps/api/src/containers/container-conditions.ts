import type { ContainerState } from '../graphql/enums.js';
import { Parameters } from '../graphql/parameters.js';
import { uuidIn } from '../graphql/uuid.js';
import { inGroups } from '../groups/membership.js';
import type { Source } from './as-of.js';
import type { ContainerFilter } from './container.model.js';
import { searchCondition } from './container-search.js';

/** What narrows a list of containers. */
export interface ContainerChoice {
  search?: string | null;
  filter?: ContainerFilter | null;
}

/** Whether a choice may leave many containers of each verdict: it looks at nothing that differs between equal containers. */
export const isWide = ({ search, filter }: ContainerChoice): boolean =>
  (search?.trim() ?? '') === '' &&
  [filter?.hostId, filter?.groups, filter?.containerId, filter?.workloadId].every((choice) => choice == null);

const stateCondition = (state: ContainerState, { unheard }: Source): string =>
  state === 'gone'
    ? `c.state = 'gone'`
    : `(c.state = 'running' AND ${state === 'unknown' ? unheard : `NOT ${unheard}`})`;

/** SQL condition of a query over the aliases of a source. */
export function containerConditions(
  { search, filter }: ContainerChoice,
  source: Source,
  parameters: Parameters,
): string {
  const all: string[] = [];
  const states = filter?.states;
  all.push(states ? anyOf(states.map((state) => stateCondition(state, source))) : `c.state = 'running'`);
  if (filter?.self != null) all.push(`c.self = ${parameters.add(filter.self)}`);
  all.push(`c.kind = ANY(${parameters.add(filter?.kinds ?? ['container', 'pod-sandbox'])})`);
  if (filter?.bands) all.push(`j.band = ANY(${parameters.add(filter.bands)})`);
  if (filter?.hostId != null) all.push(`c.host_id = ${uuidIn(parameters, filter.hostId)}`);
  if (filter?.groups) all.push(inGroups('c.host_id', filter.groups, parameters));
  if (filter?.containerId != null) all.push(`c.id = ${uuidIn(parameters, filter.containerId)}`);
  if (filter?.workloadId != null) {
    const workload = uuidIn(parameters, filter.workloadId);
    all.push(`c.id IN (SELECT container_id FROM workload_member WHERE workload_id = ${workload})`);
  }
  if (filter?.openPaths) all.push(anyOf(filter.openPaths.map((path) => hasOpenPath(path, parameters))));
  if (filter?.rules)
    all.push(`EXISTS (SELECT FROM outcome o WHERE o.judgement_id = j.id AND o.rule_id = ANY(${parameters.add(filter.rules)})
      AND o.state = 'fail')`);
  for (const wall of filter?.openWalls ?? []) all.push(hasWall(wall, 'open', parameters));
  for (const wall of filter?.unknownWalls ?? [])
    all.push(`(j.walls IS NULL OR ${hasWall(wall, 'unknown', parameters)})`);
  const found = searchCondition(search, parameters);
  if (found !== null) all.push(found);
  return all.join(' AND ');
}

const hasWall = (wall: string, state: string, parameters: Parameters) =>
  `j.walls @> ${parameters.add(JSON.stringify([{ wall, state }]))}::jsonb`;

const hasOpenPath = (path: string, parameters: Parameters) =>
  `j.paths @> ${parameters.add(JSON.stringify([{ path, state: 'open' }]))}::jsonb`;

const anyOf = (alternatives: string[]) =>
  alternatives.length === 0 ? 'false' : `(${alternatives.join(' OR ')})`;
