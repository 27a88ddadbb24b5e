import type { Change } from '@shoji/drift';
import type { Database } from '../database/database.js';

/** A comparison as it is on record. */
export interface Compared {
  score: number;
  upTo: number;
  changes: Change[];
}

/** A running container whose drift was last settled when it, its baseline or the comparing was another. */
export interface Pending {
  id: string;
  workload: string;
  key: string;
  posture: string;
  traits: string;
  host: string;
  declared: string | null;
  since: Date;
  baseline: string | null;
  baseline_posture: string | null;
  baseline_traits: string | null;
  /** Whether the baseline was approved as it stands here, asked for and enforced: then there is nothing left to say. */
  approved_as_is: boolean;
  compared: Compared | null;
  declared_compared: Compared | null;
}

/** Names what drift was settled for; over `b` (current baseline), `c`. */
const key = `md5(concat_ws(':', coalesce(b.id::text, '-'), c.posture_hash, c.host_hash, c.traits_hash, coalesce(c.declared_hash, '-'), $1::text))`;

const comparison = (alias: string, posture: string, traits: string) => `LEFT JOIN comparison ${alias}
  ON ${alias}.posture_hash = c.posture_hash AND ${alias}.traits_hash = c.traits_hash AND ${alias}.host_hash = c.host_hash
    AND ${alias}.before_posture = ${posture} AND ${alias}.before_traits = ${traits} AND ${alias}.version = $1`;

const from = `FROM workload_member m JOIN container c ON c.id = m.container_id AND c.state = 'running'
  LEFT JOIN baseline b ON b.workload_id = m.workload_id AND b.replaced_at IS NULL
  ${comparison('kb', 'b.posture_hash', 'b.traits_hash')}
  ${comparison('kd', 'c.declared_hash', `''`)}`;

const approvedAsIs = `coalesce(b.kind = 'approved' AND b.posture_hash = c.posture_hash
  AND b.declared_hash IS NOT DISTINCT FROM c.declared_hash, false)`;

const compared = (alias: string) =>
  `CASE WHEN ${alias}.id IS NULL THEN NULL
     ELSE jsonb_build_object('score', ${alias}.score, 'upTo', ${alias}.up_to, 'changes', ${alias}.changes) END`;

/** Only these containers, or, with `null`, all. */
const among = `($2::uuid[] IS NULL OR c.id = ANY ($2::uuid[]))`;

/** Marks settled, in one statement, all that is as it should be and never was said to be otherwise: nearly everything. */
export async function passConforming(
  database: Database,
  ids: readonly string[] | null,
  version: string,
): Promise<void> {
  await database.query(
    {
      name: 'drift.pass',
      text: `UPDATE workload_member w SET checked = passed.key FROM (
               SELECT m.container_id, ${key} AS key ${from}
               WHERE ${among} AND m.checked IS DISTINCT FROM ${key}
                 AND (b.id IS NULL OR (b.posture_hash = c.posture_hash AND b.traits_hash = c.traits_hash) OR kb.changes = '[]')
                 AND (c.declared_hash IS NULL OR ${approvedAsIs} OR kd.changes = '[]')
                 AND NOT EXISTS (SELECT FROM drift d WHERE d.container_id = c.id AND d.resolved_at IS NULL)
               ORDER BY m.container_id) AS passed
             WHERE w.container_id = passed.container_id`,
    },
    [version, ids],
  );
}

/** Containers whose drift has to be settled, compared already or not. */
export const pendingOf = (
  database: Database,
  ids: readonly string[] | null,
  { limit, version }: { limit: number; version: string },
): Promise<Pending[]> =>
  database.query<Pending & Record<string, unknown>>(
    {
      name: 'drift.pending',
      text: `SELECT c.id, m.workload_id AS workload, ${key} AS key, c.posture_hash AS posture, c.traits_hash AS traits,
               c.host_hash AS host, c.declared_hash AS declared, coalesce(p.from_at, c.first_seen) AS since,
               b.id AS baseline, b.posture_hash AS baseline_posture, b.traits_hash AS baseline_traits,
               ${approvedAsIs} AS approved_as_is, ${compared('kb')} AS compared, ${compared('kd')} AS declared_compared
             ${from} LEFT JOIN posture_period p ON p.container_id = c.id AND p.to_at IS NULL
             WHERE ${among} AND m.checked IS DISTINCT FROM ${key} ORDER BY c.id LIMIT $3`,
    },
    [version, ids, limit],
  );
