import { Inject, Injectable } from '@nestjs/common';
import { workloadOf } from '@shoji/drift';
import { isCounted } from '../containers/counted.js';
import { CONFIG, type Config } from '../config.js';
import { Database } from '../database/database.js';

type Coordinates = Parameters<typeof workloadOf>[0];

/** Containers that one statement takes. */
const portion = 1000;

/** Who belongs to which workload, and what a workload is when nobody has said; writes `workload` and `workload_member`. */
@Injectable()
export class Membership {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Finds the workload of those of these containers, or with `null` of all, that have none or whose instance is another
   * than it was read from.
   */
  async assign(ids: readonly string[] | null): Promise<void> {
    for (;;) {
      const rows = await this.database.query<{ id: string; hash: string; coordinates: Coordinates }>(
        {
          name: 'drift.unassigned',
          text: `SELECT c.id, c.instance_hash AS hash, jsonb_build_object('kind', c.kind, 'name', c.name,
                 'runtime', c.instance->'runtime', 'image', c.instance->'image', 'labels', c.instance->'labels',
                 'cgroupPath', c.instance->'cgroupPath', 'pod', c.instance->'pod') AS coordinates
               FROM container c LEFT JOIN workload_member m ON m.container_id = c.id
               WHERE ${hasWorkload} AND (m.container_id IS NULL OR (c.state = 'running' AND m.instance_hash <> c.instance_hash))
                 AND ($1::uuid[] IS NULL OR c.id = ANY ($1::uuid[])) LIMIT ${portion}`,
        },
        [ids],
      );
      if (rows.length > 0) await this.write(rows);
      if (rows.length < portion) return;
    }
  }

  private async write(rows: { id: string; hash: string; coordinates: Coordinates }[]): Promise<void> {
    const members = rows.flatMap(({ id, hash, coordinates }) => {
      const workload = workloadOf({ ...coordinates, labels: coordinates.labels ?? {} });
      return workload === null ? [] : [{ id, hash, ...workload }];
    });
    // In the order of keys: two workers that bring the same ones wait for each other instead of deadlocking.
    await this.database.query(
      {
        name: 'drift.assign',
        text: `WITH given AS (SELECT * FROM jsonb_to_recordset($1) AS g (id uuid, hash text, key text, scheme text, name text)),
                 made AS (INSERT INTO workload (key, scheme, name)
                   SELECT DISTINCT ON (key) key, scheme, name FROM given ORDER BY key
                   ON CONFLICT (key) DO UPDATE SET scheme = excluded.scheme RETURNING id, key)
               INSERT INTO workload_member AS m (container_id, workload_id, instance_hash)
               SELECT given.id, made.id, given.hash FROM given JOIN made USING (key) ORDER BY given.id
               ON CONFLICT (container_id) DO UPDATE SET workload_id = excluded.workload_id, instance_hash = excluded.instance_hash,
                 checked = CASE WHEN m.workload_id = excluded.workload_id THEN m.checked END`,
      },
      [JSON.stringify(members)],
    );
  }

  /**
   * Gives every workload without a baseline the first posture that stood still for a while: that of most of its
   * containers, of two as frequent the one with less risk. The collector reads a container as soon as it is there, often
   * before its program has given up what it does not need.
   */
  async learn(): Promise<void> {
    await this.database.query(
      {
        name: 'drift.learn',
        text: `WITH bare AS MATERIALIZED (SELECT id FROM workload w
                 WHERE NOT EXISTS (SELECT FROM baseline b WHERE b.workload_id = w.id AND b.replaced_at IS NULL)),
               stable AS (
                 SELECT m.workload_id, c.posture_hash, c.traits_hash, c.declared_hash, j.score, p.from_at,
                   t.document->'deviations' = '[]' AS plain
                 FROM workload_member m JOIN container c ON c.id = m.container_id AND c.state = 'running'
                 JOIN posture_period p ON p.container_id = c.id AND p.to_at IS NULL
                 JOIN judgement j ON j.id = c.judgement_id AND j.score IS NOT NULL
                 JOIN traits t ON t.hash = c.traits_hash
                 WHERE m.workload_id IN (SELECT id FROM bare)
                   AND p.from_at <= now() - $1 * interval '1 second'),
               frequent AS (
                 SELECT DISTINCT ON (workload_id) workload_id, posture_hash FROM stable
                 GROUP BY workload_id, posture_hash
                 ORDER BY workload_id, count(*) DESC, min(score), min(from_at), posture_hash)
               INSERT INTO baseline (workload_id, kind, posture_hash, traits_hash, declared_hash, actor)
               SELECT DISTINCT ON (workload_id) workload_id, 'learned', posture_hash, traits_hash, declared_hash, 'system'
               FROM stable JOIN frequent USING (workload_id, posture_hash)
               ORDER BY workload_id, plain DESC, from_at, traits_hash
               ON CONFLICT DO NOTHING`,
      },
      [this.config.DRIFT_STABLE_SECONDS],
    );
  }
}

/** Over the alias `c`: may belong to a workload. The collector's own container is what others are seen with. */
const hasWorkload = `(${isCounted} OR (c.kind = 'service' AND NOT c.self))`;
