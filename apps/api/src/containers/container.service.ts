import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor, type CursorValue } from '../graphql/cursor.js';
import { isUuid } from '../graphql/uuid.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import type { Container, ContainerOrder, PosturePeriod } from './container.model.js';
import { checkTime, sourceAt, type Source } from './as-of.js';
import { containerConditions, isWide, type ContainerChoice } from './container-conditions.js';
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
  constructor(private readonly database: Database) {}

  /** One page of the containers asked for: one statement, and one more where the total is wanted. */
  async list(query: ContainerQuery): Promise<Page<Container>> {
    const size = pageSize(query.first);
    const asOf = query.asOf ?? null;
    if (asOf !== null) await checkTime(this.database, asOf);
    const parameters = new Parameters();
    const source = sourceAt(asOf, parameters);
    const { from } = source;
    const order = query.orderBy ?? worstFirst;
    const { tag, columns, keyOf } = sorting(order, source);
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
    const limit = parameters.add(size + 1);
    const read =
      order.field === 'RISK' && asOf === null && isWide(query)
        ? ofEachJudgement({ where, position, order: orderBy(columns.slice(-1)), limit })
        : `${from} WHERE ${where} ${position}`;
    const rows = await this.database.query<ContainerRow>(
      `SELECT ${columnsOf(source)} ${read} ORDER BY ${orderBy(columns)} LIMIT ${limit}`,
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
    const source = sourceAt(asOf, parameters);
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
  { expression: 'id', type: 'bigint', kind: 'integer', descending: true },
];

/**
 * The same as one join of all, read a judgement at a time in the order of their scores: of containers that share one, however
 * many, no more than a page.
 */
const ofEachJudgement = ({
  where,
  position,
  order,
  limit,
}: Record<string, string>): string => `FROM judgement j
  CROSS JOIN LATERAL (SELECT c.id FROM container c JOIN host h ON h.id = c.host_id
    WHERE c.judgement_id = j.id AND ${where} ${position} ORDER BY ${order} LIMIT ${limit}) first
  JOIN container c ON c.id = first.id JOIN host h ON h.id = c.host_id WHERE true ${position}`;

/** Sort columns that match the tables' indexes, so that the first page of a large fleet is read from one. */
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
      // Not judged yet counts as worst: unknown is never safe. The index of judgements runs (score DESC, id ASC).
      const risk: SortColumn = { expression: 'j.score', type: 'float8', kind: 'number?', descending };
      const judgement: SortColumn = {
        expression: 'j.id',
        type: 'bigint',
        kind: 'integer?',
        descending: !descending,
      };
      return {
        tag,
        columns: [risk, judgement, id(!descending)],
        keyOf: ({ score, judgement_id: judged, id }: ContainerRow): CursorValue[] => [
          score,
          judged === null ? null : Number(judged),
          id,
        ],
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
