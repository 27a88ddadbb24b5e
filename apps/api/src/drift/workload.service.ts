import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor } from '../graphql/cursor.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import { isUuid } from '../graphql/uuid.js';
import type { Baseline, Workload, WorkloadFilter } from './workload.model.js';

interface WorkloadRow {
  id: string;
  scheme: Workload['scheme'];
  name: string;
  first_seen: Date;
  containers: number;
  hosts: number;
  drifting: number;
  baseline: (Omit<Baseline, 'createdAt' | 'replacedAt'> & { createdAt: string }) | null;
}

/** What a list of workloads is asked for. */
export interface WorkloadQuery extends PageArguments {
  search?: string | null;
  filter?: WorkloadFilter | null;
}

const order: SortColumn[] = [
  { expression: 'w.drifting', type: 'int', kind: 'integer', descending: true },
  { expression: 'w.name', type: 'text', kind: 'text', descending: false },
  { expression: 'w.id', type: 'uuid', kind: 'uuid', descending: false },
];

/**
 * Workloads with their counts and their baseline. Where nothing is learned yet, what the oldest container was asked for
 * stands for it: that is what its drift is measured against.
 */
const workloads = `SELECT w.id, w.scheme, w.name, w.first_seen, coalesce(n.containers, 0) AS containers, coalesce(n.hosts, 0) AS hosts,
    (SELECT count(DISTINCT d.container_id)::int FROM drift d WHERE d.workload_id = w.id AND d.resolved_at IS NULL) AS drifting,
    CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('id', b.id, 'kind', b.kind, 'postureHash', b.posture_hash,
      'createdAt', b.created_at, 'actor', b.actor, 'note', b.note)
    WHEN n.declared IS NOT NULL THEN jsonb_build_object('id', w.id, 'kind', 'declared', 'postureHash', n.declared,
      'createdAt', w.first_seen, 'actor', 'system', 'note', NULL) END AS baseline
  FROM workload w LEFT JOIN baseline b ON b.workload_id = w.id AND b.replaced_at IS NULL
  LEFT JOIN LATERAL (
    SELECT count(*)::int AS containers, count(DISTINCT c.host_id)::int AS hosts,
      (array_agg(c.declared_hash ORDER BY c.first_seen) FILTER (WHERE c.declared_hash IS NOT NULL))[1] AS declared
    FROM workload_member m JOIN container c ON c.id = m.container_id AND c.state = 'running' WHERE m.workload_id = w.id) AS n ON true`;

const toWorkload = ({
  first_seen: firstSeen,
  containers,
  hosts,
  drifting,
  baseline,
  ...row
}: WorkloadRow): Workload => ({
  ...row,
  firstSeen,
  containerCount: containers,
  hostCount: hosts,
  driftingCount: drifting,
  baseline: baseline && { ...baseline, createdAt: new Date(baseline.createdAt), replacedAt: null },
});

/** Workloads as people and programs read them. */
@Injectable()
export class WorkloadService {
  constructor(private readonly database: Database) {}

  /** One page: those with drift first, then by name. */
  async list({ search, filter, ...page }: WorkloadQuery): Promise<Page<Workload>> {
    const size = pageSize(page.first);
    const key = decodeCursor(
      'workloads',
      order.map(({ kind }) => kind),
      page.after,
    );
    const parameters = new Parameters();
    const where = conditions(search, filter ?? {}, parameters);
    const counted = {
      text: `SELECT count(*)::int AS n FROM (${workloads}) w WHERE ${where}`,
      values: [...parameters.values],
    };
    const position = key === null ? '' : `AND ${behind(order, key, parameters)}`;
    const rows = await this.database.query<WorkloadRow & Record<string, unknown>>(
      `SELECT * FROM (${workloads}) w WHERE ${where} ${position} ORDER BY ${orderBy(order)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: toWorkload(row),
      cursor: encodeCursor('workloads', [row.drifting, row.name, row.id]),
    }));
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** The workloads with these ids, in no order. */
  async byIds(ids: readonly string[]): Promise<Workload[]> {
    const rows = await this.database.query<WorkloadRow & Record<string, unknown>>(
      `${workloads} WHERE w.id = ANY ($1::uuid[])`,
      [ids.filter(isUuid)],
    );
    return rows.map(toWorkload);
  }

  /** For each container the workload that it belongs to. */
  async idsOfContainers(ids: readonly string[]): Promise<(string | null)[]> {
    const rows = await this.database.query<{ container_id: string; workload_id: string }>(
      'SELECT container_id, workload_id FROM workload_member WHERE container_id = ANY ($1::uuid[])',
      [ids],
    );
    const found = new Map(rows.map((row) => [row.container_id, row.workload_id]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** Every baseline that a workload had, newest first, a hundred at most. */
  async baselines(workloadId: string): Promise<Baseline[]> {
    const rows = await this.database.query<Baseline & Record<string, unknown>>(
      `SELECT id, kind, posture_hash AS "postureHash", created_at AS "createdAt", actor, note, replaced_at AS "replacedAt"
       FROM baseline WHERE workload_id = $1 ORDER BY created_at DESC, id LIMIT 100`,
      [workloadId],
    );
    return rows;
  }

  /** Ids of the containers that run in a workload, by name, two hundred at most. */
  async containersOf(workloadId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT c.id FROM workload_member m JOIN container c ON c.id = m.container_id
       WHERE m.workload_id = $1 AND c.state = 'running' ORDER BY c.name, c.id LIMIT 200`,
      [workloadId],
    );
    return rows.map(({ id }) => id);
  }
}

function conditions(
  search: string | null | undefined,
  { schemes, drifting, running, baselines }: WorkloadFilter,
  parameters: Parameters,
): string {
  const all = ['true'];
  const word = search?.trim().replaceAll('\0', '') ?? '';
  if (word !== '')
    all.push(`w.name ILIKE ${parameters.add(`%${word.slice(0, 500).replace(/[\\%_]/g, '\\$&')}%`)}`);
  if (schemes) all.push(`w.scheme = ANY (${parameters.add(schemes)})`);
  if (drifting != null) all.push(drifting ? 'w.drifting > 0' : 'w.drifting = 0');
  if (running != null) all.push(running ? 'w.containers > 0' : 'w.containers = 0');
  if (baselines) all.push(`w.baseline->>'kind' = ANY (${parameters.add(baselines)})`);
  return all.join(' AND ');
}
