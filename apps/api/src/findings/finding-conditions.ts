import { isCounted } from '../containers/counted.js';
import type { Parameters } from '../graphql/parameters.js';
import { uuidIn } from '../graphql/uuid.js';
import { inGroups } from '../groups/membership.js';
import type { FindingFilter } from './finding.model.js';

/** SQL condition over the container `c`: those that run and count, or the one that is asked for. */
export function onContainers(filter: FindingFilter, parameters: Parameters): string {
  const all: string[] = [];
  if (filter.containerId != null) all.push(`c.id = ${uuidIn(parameters, filter.containerId)}`);
  else all.push(`c.state = 'running' AND ${isCounted}`);
  if (filter.hostId != null) all.push(`c.host_id = ${uuidIn(parameters, filter.hostId)}`);
  if (filter.groups) all.push(inGroups('c.host_id', filter.groups, parameters));
  return all.join(' AND ');
}

/** SQL condition over the outcome `o`: what failed, where nothing else is asked for. */
export function onOutcomes(filter: FindingFilter, parameters: Parameters): string {
  const all = [`o.state = ANY(${parameters.add(filter.states ?? ['fail'])})`];
  if (filter.rule != null) all.push(`o.rule_id = ${parameters.add(filter.rule)}`);
  if (filter.severities) all.push(`o.severity = ANY(${parameters.add(filter.severities)})`);
  if (filter.walls) all.push(`o.wall = ANY(${parameters.add(filter.walls)})`);
  return all.join(' AND ');
}
