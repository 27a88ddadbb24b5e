import type { HostDocument } from '@shoji/posture';
import type { Database } from '../database/database.js';

/** What the history says of a container that is not as its baseline says. */
export interface Past {
  container_id: string;
  /** Of the last period in which it, or the one before it on its host, conformed; `null` = none is known. */
  same: boolean | null;
  restarted: boolean | null;
  host_then: HostDocument | null;
  host_now: HostDocument;
  siblings_conform: boolean;
}

/** Whether a period or container, under an alias, is as the baseline `b` says: by hash, or because comparing found nothing. */
const conforms = (
  alias: string,
) => `(${alias}.posture_hash = b.posture_hash AND (${alias}.traits_hash = b.traits_hash
  OR EXISTS (SELECT FROM comparison k WHERE k.posture_hash = ${alias}.posture_hash AND k.traits_hash = ${alias}.traits_hash
    AND k.before_posture = b.posture_hash AND k.before_traits = b.traits_hash AND k.changes = '[]')))`;

/**
 * The circumstances of these containers, each measured against the current baseline of its workload. Its own past comes
 * first, then the newest of those that are gone from its host. A start is told a little later than the first reading
 * where clocks round, hence the two seconds.
 */
export const pastsOf = (database: Database, containers: readonly string[]): Promise<Past[]> =>
  database.query<Past & Record<string, unknown>>(
    {
      name: 'drift.pasts',
      text: `SELECT c.id AS container_id, past.same, past.restarted,
               (SELECT document FROM host_document WHERE hash = past.host_hash) AS host_then,
               (SELECT document FROM host_document WHERE hash = c.host_hash) AS host_now,
               EXISTS (SELECT FROM workload_member o JOIN container s ON s.id = o.container_id
                 WHERE o.workload_id = m.workload_id AND s.id <> c.id AND s.state = 'running' AND ${conforms('s')}) AS siblings_conform
             FROM container c JOIN workload_member m ON m.container_id = c.id
             JOIN baseline b ON b.workload_id = m.workload_id AND b.replaced_at IS NULL
             LEFT JOIN LATERAL (
               SELECT p.host_hash, p.container_id = c.id AS same,
                 (c.instance->>'startedAt')::timestamptz > p.from_at + interval '2 seconds' AS restarted
               FROM workload_member o JOIN container s ON s.id = o.container_id
               JOIN posture_period p ON p.container_id = s.id
               WHERE o.workload_id = m.workload_id AND ${conforms('p')}
                 AND (s.id = c.id OR (s.host_id = c.host_id AND s.state = 'gone' AND s.first_seen <= c.first_seen))
               ORDER BY p.container_id = c.id DESC, p.from_at DESC LIMIT 1) AS past ON true
             WHERE c.id = ANY ($1::uuid[])`,
    },
    [containers],
  );
