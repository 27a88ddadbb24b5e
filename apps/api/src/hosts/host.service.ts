import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { isCounted } from '../containers/counted.js';
import { inGroups } from '../groups/membership.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor, type CursorValue } from '../graphql/cursor.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import { isUuid } from '../graphql/uuid.js';
import type { Host, HostOrder } from './host.model.js';
import { hostSearch } from './search.js';
import { isSilent } from './silence.js';

/** What a list of hosts is asked for. */
export interface HostQuery extends PageArguments {
  search?: string | null;
  /** In any of these. */
  groups?: string[] | null;
  orderBy?: HostOrder | null;
}

/** What one host runs, by band; `containers` less the bands are not judged yet. */
export interface HostCounts {
  hostId: string;
  containers: number;
  low: number;
  medium: number;
  high: number;
  critical: number;
  maxRisk: number | null;
}

interface HostRow {
  id: string;
  name: string;
  state: Host['state'];
  state_reason: string | null;
  machine_id: string | null;
  enrolled_at: Date;
  booted_at: Date | null;
  last_seen: Date | null;
  interval: number;
  collector_version: string | null;
  collector: { cycleMilliseconds: number; cpuPartsPerMillion: number; rssBytes: number; at: string } | null;
  network_namespaces: unknown;
  document_hash: string | null;
  worst?: number;
}

const columns = `h.id, h.name, h.state_reason, h.machine_id, h.enrolled_at, h.booted_at, h.last_seen, h."interval",
  h.collector_version, h.collector, h.network_namespaces, h.document_hash,
  CASE WHEN h.state = 'active' AND ${isSilent} THEN 'silent' ELSE h.state::text END AS state`;

/** A container without a verdict counts as worse than any; a host that runs nothing as safer than any. */
const worst = `coalesce((SELECT max(coalesce(j.score, 101)) FROM container c JOIN judgement j ON j.id = c.judgement_id
  WHERE c.host_id = h.id AND c.state = 'running' AND ${isCounted}), -1)`;

const toHost = (row: HostRow): Host => ({
  id: row.id,
  name: row.name,
  state: row.state,
  stateReason: row.state_reason,
  machineId: row.machine_id,
  enrolledAt: row.enrolled_at,
  bootedAt: row.booted_at,
  lastSeen: row.last_seen,
  interval: row.interval,
  collectorVersion: row.collector_version,
  collector: {
    version: row.collector_version,
    cycleMilliseconds: row.collector?.cycleMilliseconds ?? null,
    cpuPercent: row.collector === null ? null : row.collector.cpuPartsPerMillion / 10_000,
    rssBytes: row.collector?.rssBytes ?? null,
    at: row.collector === null ? null : new Date(row.collector.at),
  },
  networkNamespaces: row.network_namespaces,
  documentHash: row.document_hash,
});

/** Hosts as people and programs read them. */
@Injectable()
export class HostService {
  constructor(private readonly database: Database) {}

  /** One page of the hosts asked for; every word of the search must occur in the name or the machine id. */
  async list(query: HostQuery): Promise<Page<Host>> {
    const size = pageSize(query.first);
    const { tag, sort, keyOf } = sorting(query.orderBy ?? { field: 'NAME', direction: 'ASC' });
    const key = decodeCursor(
      tag,
      sort.map(({ kind }) => kind),
      query.after,
    );
    const parameters = new Parameters();
    const found = hostSearch(query.search, parameters);
    const where = query.groups ? `${found} AND ${inGroups('h.id', query.groups, parameters)}` : found;
    const counted = {
      text: `SELECT count(*)::int AS n FROM host h WHERE ${where}`,
      values: [...parameters.values],
    };
    const position = key === null ? '' : `AND ${behind(sort, key, parameters)}`;
    const rows = await this.database.query<HostRow>(
      `SELECT ${columns}${tag.startsWith('RISK') ? `, ${worst} AS worst` : ''} FROM host h WHERE ${where} ${position}
       ORDER BY ${orderBy(sort)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({ node: toHost(row), cursor: encodeCursor(tag, keyOf(row)) }));
    return new Page(edges, size, query.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** The hosts with these ids, in no order. */
  async byIds(ids: readonly string[]): Promise<Host[]> {
    const rows = await this.database.query<HostRow>(
      `SELECT ${columns} FROM host h WHERE h.id = ANY($1::uuid[])`,
      [ids.filter(isUuid)],
    );
    return rows.map(toHost);
  }

  /** What runs on these hosts: containers and pod sandboxes. */
  counts(ids: readonly string[]): Promise<HostCounts[]> {
    return this.database.query<HostCounts>(
      `SELECT c.host_id AS "hostId", count(*)::int AS containers, max(j.score) AS "maxRisk",
         (count(*) FILTER (WHERE j.band = 'low'))::int AS low, (count(*) FILTER (WHERE j.band = 'medium'))::int AS medium,
         (count(*) FILTER (WHERE j.band = 'high'))::int AS high, (count(*) FILTER (WHERE j.band = 'critical'))::int AS critical
       FROM container c JOIN judgement j ON j.id = c.judgement_id
       WHERE c.host_id = ANY($1::uuid[]) AND c.state = 'running' AND ${isCounted}
       GROUP BY c.host_id`,
      [ids],
    );
  }
}

function sorting({ field, direction }: HostOrder) {
  const descending = direction === 'DESC';
  const id: SortColumn = { expression: 'h.id', type: 'uuid', kind: 'uuid', descending };
  const by = (column: Omit<SortColumn, 'descending'>, value: (row: HostRow) => CursorValue) => ({
    tag: `${field} ${direction}`,
    sort: [{ ...column, descending }, id],
    keyOf: (row: HostRow): CursorValue[] => [value(row), row.id],
  });
  switch (field) {
    case 'NAME':
      return by({ expression: 'h.name', type: 'text', kind: 'text' }, ({ name }) => name);
    case 'LAST_SEEN':
      return by(
        { expression: 'h.last_seen', type: 'timestamptz', kind: 'time?' },
        ({ last_seen: seen }) => seen?.toISOString() ?? null,
      );
    case 'RISK':
      return by({ expression: worst, type: 'float8', kind: 'number' }, (row) => row.worst ?? -1);
  }
}
