import { randomUUID } from 'node:crypto';
import type { Database } from '../../apps/api/src/database/database.js';
import { walls, type Wall } from '../../packages/posture/src/index.js';

/** What a test says of a container; the rest does not matter to it. */
export interface Sample {
  name?: string;
  kind?: string;
  runtime?: string;
  image?: string | null;
  state?: 'running' | 'gone';
  self?: boolean;
  risk?: number | null;
  walls?: Partial<Record<Wall, string>>;
  /** Ways out by their state. */
  paths?: Record<string, 'open' | 'possible' | 'blocked'>;
  failed?: { ruleId: string; severity: string; wall: Wall; state?: string }[];
}

/** What a test says of a host. `seenSecondsAgo: null` = never heard of. */
export interface HostSample {
  name?: string;
  state?: string;
  seenSecondsAgo?: number | null;
  interval?: number;
}

/** Writes a host straight into the tables: these tests are about reading. */
export async function addHost(
  database: Database,
  { name = 'host', state = 'active', seenSecondsAgo = 1, interval = 30 }: HostSample = {},
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO host (name, state, "interval", last_seen, enrolled_at)
     VALUES ($1, $2::host_state, $3, now() - $4 * interval '1 second', now() - interval '1 day') RETURNING id`,
    [name, state, interval, seenSecondsAgo],
  );
  return row!.id;
}

/** Writes a container with the verdict that the sample describes; `risk: null` leaves it without one. */
export async function addContainer(database: Database, hostId: string, sample: Sample = {}): Promise<string> {
  const {
    name = 'web',
    kind = 'container',
    runtime = 'docker',
    image = 'nginx:1.25',
    state = 'running',
    self = false,
  } = sample;
  const { risk = 10 } = sample;
  const posture = randomUUID();
  await database.query('INSERT INTO posture (hash, document) VALUES ($1, $2)', [
    posture,
    JSON.stringify({ posture }),
  ]);
  const judgementId = await addJudgement(database, posture, risk, sample);
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO container (host_id, key, kind, runtime, name, image_reference, state, instance, instance_hash, posture_hash,
       host_hash, traits_hash, first_seen, gone_at, judgement_id, self)
     VALUES ($1, $2, $3, $4, $5, $6, $7::container_state, $8, 'i', $9, 'h', 't', now() - interval '1 hour',
       CASE WHEN $7 = 'gone' THEN now() END, $10, $11) RETURNING id`,
    [
      hostId,
      randomUUID(),
      kind,
      runtime,
      name,
      image,
      state,
      JSON.stringify({ image: image === null ? null : { reference: image, digest: 'sha256:1' } }),
      posture,
      judgementId,
      self,
    ],
  );
  const id = row!.id;
  await database.query(
    `INSERT INTO posture_period (container_id, posture_hash, host_hash, traits_hash, from_at)
     VALUES ($1, $2, 'h', 't', now() - interval '1 hour')`,
    [id, posture],
  );
  return id;
}

async function addJudgement(
  database: Database,
  posture: string,
  risk: number | null,
  sample: Sample,
): Promise<string> {
  if (risk === null) {
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO judgement (posture_hash, host_hash, traits_hash) VALUES ($1, 'h', 't') RETURNING id`,
      [posture],
    );
    return row!.id;
  }
  const band = risk < 25 ? 'low' : risk < 50 ? 'medium' : risk < 75 ? 'high' : 'critical';
  const states = walls.map((wall) => ({ wall, state: sample.walls?.[wall] ?? 'closed', reasons: [] }));
  const paths = Object.entries(sample.paths ?? {}).map(([path, state]) => ({
    path,
    state,
    ease: 'easy',
    steps: [],
  }));
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO judgement (posture_hash, host_hash, traits_hash, rule_set, judged_at, score, up_to, coverage, band, walls, parts,
       paths, changes, plan)
     VALUES ($1, 'h', 't', 'test', now(), $2, $2, 1, $3, $4, '[]', $5, '[]', '{"steps": [], "leaves": [], "shortest": false}')
     RETURNING id`,
    [posture, risk, band, JSON.stringify(states), JSON.stringify(paths)],
  );
  const id = row!.id;
  for (const { ruleId, severity, wall, state = 'fail' } of sample.failed ?? [])
    await database.query(
      `INSERT INTO outcome (judgement_id, rule_id, state, severity, wall, evidence) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, ruleId, state, severity, wall, JSON.stringify([{ field: 'f', value: 1, text: 't' }])],
    );
  return id;
}
