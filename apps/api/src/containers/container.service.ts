import { Injectable } from '@nestjs/common';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database } from '../database/database.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor, type CursorValue } from '../graphql/cursor.js';
import { isUuid } from '../graphql/uuid.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import type { Container, ContainerOrder, PosturePeriod } from './container.model.js';
import { checkTime, sourceAt, type Moment, type Source } from './as-of.js';
import { containerConditions, type ContainerChoice } from './container-conditions.js';
import { columnsOf, toContainer, type ContainerRow } from './container-rows.js';

/** What a list of containers is asked for. */
export interface ContainerQuery extends PageArguments, ContainerChoice {
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
