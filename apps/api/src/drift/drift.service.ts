import { Injectable } from '@nestjs/common';
import { causes, changeDirections, type Change } from '@shoji/drift';
import { walls } from '@shoji/posture';
import { Database } from '../database/database.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor } from '../graphql/cursor.js';
import { countBy, countsOf, joinHostGroups } from '../graphql/facet-counts.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import { isUuid, uuidIn } from '../graphql/uuid.js';
import { inGroups } from '../groups/membership.js';
import type { DriftFacets, DriftFilter, DriftItem } from './drift.model.js';

interface DriftRow {
  id: string;
  container_id: string;
  workload_id: string;
  baseline_id: string | null;
  cause: DriftItem['cause'];
  state: DriftItem['state'];
  score: number;
  up_to: number;
  changes: Change[];
  since: Date;
  resolved_at: Date | null;
  resolution: DriftItem['resolution'];
  decided_by: string | null;
  decided_at: Date | null;
  note: string | null;
  posture_hash: string;
}

/** What `toItem` reads, over the alias `d`. */
export const driftColumns = `d.id, d.container_id, d.workload_id, d.baseline_id, d.cause, d.state, d.score, d.up_to, d.changes, d.since,
  d.resolved_at, d.resolution, d.decided_by, d.decided_at, d.note, d.posture_hash`;

export const toItem = (row: DriftRow): DriftItem => ({
  id: row.id,
  containerId: row.container_id,
  workloadId: row.workload_id,
  baselineId: row.baseline_id,
  cause: row.cause,
  state: row.state,
  score: row.score,
  upTo: row.up_to,
  changes: row.changes,
  since: row.since,
  resolvedAt: row.resolved_at,
  resolution: row.resolution,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  note: row.note,
  postureHash: row.posture_hash,
});

/** What adds most risk first, then what may, then the newest. */
const order: SortColumn[] = [
  { expression: 'd.score', type: 'float8', kind: 'number', descending: true },
  { expression: 'd.up_to', type: 'float8', kind: 'number', descending: true },
  { expression: 'd.since', type: 'timestamptz', kind: 'time', descending: true },
  { expression: 'd.id', type: 'uuid', kind: 'uuid', descending: false },
];
const from = `FROM drift d JOIN container c ON c.id = d.container_id JOIN host h ON h.id = c.host_id JOIN workload w ON w.id = d.workload_id`;

/** Drift as people and programs read it; the worker writes it. */
@Injectable()
export class DriftService {
  constructor(private readonly database: Database) {}

  /** One page of what the filter asks for; what is not resolved where it asks for nothing. */
  async list(filter: DriftFilter | null | undefined, page: PageArguments): Promise<Page<DriftItem>> {
    const size = pageSize(page.first);
    const key = decodeCursor(
      'drift',
      order.map(({ kind }) => kind),
      page.after,
    );
    const parameters = new Parameters();
    const where = conditions(filter ?? {}, parameters);
    const counted = {
      text: `SELECT count(*)::int AS n ${from} WHERE ${where}`,
      values: [...parameters.values],
    };
    const position = key === null ? '' : `AND ${behind(order, key, parameters)}`;
    const rows = await this.database.query<DriftRow & Record<string, unknown>>(
      `SELECT ${driftColumns} ${from} WHERE ${where} ${position} ORDER BY ${orderBy(order)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: toItem(row),
      cursor: encodeCursor('drift', [row.score, row.up_to, row.since.toISOString(), row.id]),
    }));
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** How many drifts each choice would leave; a choice of one kind does not count against its neighbours. */
  async facets(filter: DriftFilter | null | undefined): Promise<DriftFacets> {
    const given = filter ?? {};
    const [byCause, byState, byDirection, byWall, byField, byGroup] = await Promise.all([
      this.count('d.cause', { ...given, causes: null }),
      this.count('d.state', { ...given, states: ['open', 'rejected', 'resolved'] }),
      this.count('unnest(d.directions)', { ...given, directions: null }),
      this.count('unnest(d.walls)', { ...given, walls: null }),
      this.count('unnest(d.fields)', { ...given, fields: null }),
      this.count('m.name', { ...given, groups: null }, joinHostGroups),
    ]);
    return {
      causes: countsOf(byCause, causes).map(({ value: cause, count }) => ({ cause, count })),
      states: countsOf(byState, ['open', 'rejected', 'resolved'] as const).map(({ value: state, count }) => ({
        state,
        count,
      })),
      directions: countsOf(byDirection, changeDirections).map(({ value: direction, count }) => ({
        direction,
        count,
      })),
      walls: countsOf(byWall, walls).map(({ value: wall, count }) => ({ wall, count })),
      fields: Array.from(byField, ([field, count]) => ({ field, count })),
      groups: Array.from(byGroup, ([group, count]) => ({ group, count })),
    };
  }

  private async count(value: string, filter: DriftFilter, join = ''): Promise<Map<string, number>> {
    const parameters = new Parameters();
    const where = conditions(filter, parameters);
    return countBy(this.database, { value, from: `${from} ${join}`, where, limit: 50 }, parameters);
  }

  /** For each container what is not resolved, heaviest first. */
  async ofContainers(ids: readonly string[]): Promise<DriftItem[][]> {
    const rows = await this.database.query<DriftRow & Record<string, unknown>>(
      `SELECT ${driftColumns} FROM drift d WHERE d.container_id = ANY ($1::uuid[]) AND d.resolved_at IS NULL ORDER BY ${orderBy(order)}`,
      [ids],
    );
    const items = Map.groupBy(rows.map(toItem), ({ containerId }) => containerId);
    return ids.map((id) => items.get(id) ?? []);
  }

  /** What a container's drift was at a time, heaviest first; what was decided of it since is not taken back. */
  async ofContainerAt(id: string, at: Date): Promise<DriftItem[]> {
    const rows = await this.database.query<DriftRow & Record<string, unknown>>(
      `SELECT ${driftColumns} FROM drift d WHERE d.container_id = $1 AND d.since <= $2 AND coalesce(d.resolved_at > $2, true)
       ORDER BY ${orderBy(order)}`,
      [id, at],
    );
    return rows.map(toItem);
  }

  async byId(id: string): Promise<DriftItem | null> {
    if (!isUuid(id)) return null;
    const [row] = await this.database.query<DriftRow & Record<string, unknown>>(
      `SELECT ${driftColumns} FROM drift d WHERE d.id = $1`,
      [id],
    );
    return row ? toItem(row) : null;
  }
}

function conditions(filter: DriftFilter, parameters: Parameters): string {
  const states = filter.states ?? ['open', 'rejected'];
  const all = [`d.state = ANY (${parameters.add(states)}::drift_state[])`];
  // Says again what the state implies, so that the index of what is current serves.
  if (!states.includes('resolved')) all.push('d.resolved_at IS NULL');
  if (filter.causes) all.push(`d.cause = ANY (${parameters.add(filter.causes)}::drift_cause[])`);
  if (filter.directions) all.push(`d.directions && ${parameters.add(filter.directions)}::text[]`);
  if (filter.walls) all.push(`d.walls && ${parameters.add(filter.walls)}::text[]`);
  if (filter.fields) all.push(`d.fields && ${parameters.add(filter.fields)}::text[]`);
  if (filter.workloadId != null) all.push(`d.workload_id = ${uuidIn(parameters, filter.workloadId)}`);
  if (filter.containerId != null) all.push(`d.container_id = ${uuidIn(parameters, filter.containerId)}`);
  if (filter.hostId != null) all.push(`c.host_id = ${uuidIn(parameters, filter.hostId)}`);
  if (filter.groups) all.push(inGroups('c.host_id', filter.groups, parameters));
  if (filter.minScore != null) all.push(`d.score >= ${parameters.add(filter.minScore)}::float8`);
  const word = filter.search?.trim().replaceAll('\0', '') ?? '';
  if (word !== '') {
    const pattern = parameters.add(`%${word.slice(0, 500).replace(/[\\%_]/g, '\\$&')}%`);
    all.push(`(c.name ILIKE ${pattern} OR w.name ILIKE ${pattern} OR h.name ILIKE ${pattern})`);
  }
  return all.join(' AND ');
}
