import { Injectable } from '@nestjs/common';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database } from '../database/database.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor, type CursorValue } from '../graphql/cursor.js';
import { isUuid } from '../graphql/uuid.js';
import type { ContainerState } from '../graphql/enums.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import type { Container, ContainerFilter, ContainerOrder, PosturePeriod } from './container.model.js';
import { checkTime, sourceAt, type Moment, type Source } from './as-of.js';
import { columnsOf, toContainer, type ContainerRow } from './container-rows.js';
import { searchCondition } from './container-search.js';

/** What a list of containers is asked for. */
export interface ContainerQuery extends PageArguments {
  search?: string | null;
  filter?: ContainerFilter | null;
  orderBy?: ContainerOrder | null;
  /** As they were then; now where left out. */
  asOf?: Date | null;
}

const worstFirst: ContainerOrder = { field: 'RISK', direction: 'DESC' };
/** Containers as people and programs read them. */
@Injectable()
export class ContainerService {
  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
  ) {}

  /** One page of the containers asked for: one statement, and one more where the total is wanted. */
  async list(query: ContainerQuery): Promise<Page<Container>> {
    const size = pageSize(query.first);
    const asOf = query.asOf ?? null;
    if (asOf !== null) await checkTime(this.database, asOf);
    const parameters = new Parameters();
    const source = sourceAt(await this.momentOf(asOf), parameters);
    const { from } = source;
    const { tag, columns, keyOf } = sorting(query.orderBy ?? worstFirst, source);
    const key = decodeCursor(
      tag,
      columns.map(({ kind }) => kind),
      query.after,
    );
    const where = containerConditions(query, source, parameters);
    const counted = {
      text: `SELECT count(*)::int AS n ${from} WHERE ${where}`,
      values: [...parameters.values],
    };
    const position = key === null ? '' : `AND ${behind(columns, key, parameters)}`;
    const rows = await this.database.query<ContainerRow>(
      `SELECT ${columnsOf(source)} ${from} WHERE ${where} ${position} ORDER BY ${orderBy(columns)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: toContainer(row, asOf),
      cursor: encodeCursor(tag, keyOf(row)),
    }));
    return new Page(edges, size, query.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** The containers with these ids, in no order, as they are or were. */
  async byIds(ids: readonly string[], asOf: Date | null = null): Promise<Container[]> {
    const parameters = new Parameters();
    const source = sourceAt(await this.momentOf(asOf), parameters);
    const rows = await this.database.query<ContainerRow>(
      `SELECT ${columnsOf(source)} ${source.from} WHERE c.id = ANY(${parameters.add(ids.filter(isUuid))}::uuid[])`,
      parameters.values,
    );
    return rows.map((row) => toContainer(row, asOf));
  }

  /** A container as it was; null where there was none yet. */
  async at(id: string, asOf: Date): Promise<Container | null> {
    await checkTime(this.database, asOf);
    return (await this.byIds([id], asOf))[0] ?? null;
  }

  private async momentOf(asOf: Date | null): Promise<Moment | null> {
    return asOf && { at: asOf, ruleSet: (await this.ruleSets.lately()).version };
  }

  /** Which postures a container had, newest first. */
  async history(containerId: string, page: PageArguments): Promise<Page<PosturePeriod>> {
    const size = pageSize(page.first);
    const key = decodeCursor('history', ['time', 'integer'], page.after);
    const parameters = new Parameters();
    const id = parameters.add(containerId);
    const position = key === null ? '' : `AND ${behind(newestFirst, key, parameters)}`;
    const rows = await this.database.query<{
      id: string;
      posture_hash: string;
      from_at: Date;
      to_at: Date | null;
    }>(
      `SELECT id, posture_hash, from_at, to_at FROM posture_period WHERE container_id = ${id} ${position}
       ORDER BY ${orderBy(newestFirst)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: { postureHash: row.posture_hash, from: row.from_at, to: row.to_at },
      cursor: encodeCursor('history', [row.from_at.toISOString(), Number(row.id)]),
    }));
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM posture_period WHERE container_id = $1',
        [containerId],
      );
      return count?.n ?? 0;
    });
  }
}

const newestFirst: SortColumn[] = [
  { expression: 'from_at', type: 'timestamptz', kind: 'time', descending: true },
  { expression: 'id', type: 'int', kind: 'integer', descending: true },
];

/** Sort columns that match the table's indexes, so that the first page of a large fleet is read from one. */
function sorting({ field, direction }: ContainerOrder, { lastSeen }: Source) {
  const descending = direction === 'DESC';
  const id = (backwards: boolean): SortColumn => ({
    expression: 'c.id',
    type: 'uuid',
    kind: 'uuid',
    descending: backwards,
  });
  const tag = `${field} ${direction}`;
  switch (field) {
    case 'RISK': {
      // Not judged yet counts as worst: unknown is never safe. The index runs (risk_score DESC, id ASC).
      const risk: SortColumn = { expression: 'c.risk_score', type: 'float4', kind: 'number?', descending };
      return {
        tag,
        columns: [risk, id(!descending)],
        keyOf: (row: ContainerRow): CursorValue[] => [row.risk_score, row.id],
      };
    }
    case 'NAME': {
      const name: SortColumn = { expression: 'c.name', type: 'text', kind: 'text', descending };
      return {
        tag,
        columns: [name, id(descending)],
        keyOf: (row: ContainerRow): CursorValue[] => [row.name, row.id],
      };
    }
    case 'LAST_SEEN': {
      const seen: SortColumn = { expression: `(${lastSeen})`, type: 'timestamptz', kind: 'time', descending };
      return {
        tag,
        columns: [seen, id(descending)],
        keyOf: (row: ContainerRow): CursorValue[] => [row.last_seen.toISOString(), row.id],
      };
    }
  }
}

const stateCondition = (state: ContainerState, { unheard }: Source): string =>
  state === 'gone'
    ? `c.state = 'gone'`
    : `(c.state = 'running' AND ${state === 'unknown' ? unheard : `NOT ${unheard}`})`;

/** SQL condition of a query over the aliases of a source. */
export function containerConditions(
  { search, filter }: Pick<ContainerQuery, 'search' | 'filter'>,
  source: Source,
  parameters: Parameters,
): string {
  const all: string[] = [];
  const states = filter?.states;
  all.push(states ? anyOf(states.map((state) => stateCondition(state, source))) : `c.state = 'running'`);
  if (filter?.self != null) all.push(`c.self = ${parameters.add(filter.self)}`);
  all.push(`c.kind = ANY(${parameters.add(filter?.kinds ?? ['container', 'pod-sandbox'])})`);
  if (filter?.bands) all.push(`j.band = ANY(${parameters.add(filter.bands)})`);
  if (filter?.hostId != null)
    all.push(`c.host_id = ${parameters.add(isUuid(filter.hostId) ? filter.hostId : null)}::uuid`);
  if (filter?.containerId != null)
    all.push(`c.id = ${parameters.add(isUuid(filter.containerId) ? filter.containerId : null)}::uuid`);
  if (filter?.workloadId != null) {
    const workload = parameters.add(isUuid(filter.workloadId) ? filter.workloadId : null);
    all.push(`c.id IN (SELECT container_id FROM workload_member WHERE workload_id = ${workload}::uuid)`);
  }
  for (const wall of filter?.openWalls ?? []) all.push(hasWall(wall, 'open', parameters));
  for (const wall of filter?.unknownWalls ?? [])
    all.push(`(j.id IS NULL OR ${hasWall(wall, 'unknown', parameters)})`);
  const found = searchCondition(search, parameters);
  if (found !== null) all.push(found);
  return all.join(' AND ');
}

const hasWall = (wall: string, state: string, parameters: Parameters) =>
  `j.walls @> ${parameters.add(JSON.stringify([{ wall, state }]))}::jsonb`;

const anyOf = (alternatives: string[]) =>
  alternatives.length === 0 ? 'false' : `(${alternatives.join(' OR ')})`;
