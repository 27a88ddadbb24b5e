import type { Queryable, Statement } from '../database/database.js';
import type { CheckedContainer } from '../intake/checked-report.js';
import { storable } from '../intake/storable.js';
import { openJudgements } from '../judgement/judgement-writer.js';
import type { Triple } from '../judgement/triple.js';

/** A container as it stands after a write; `judged` where its triple has a verdict of the current rule set. */
export interface WrittenContainer {
  id: string;
  posture: string;
  host: string;
  traits: string;
  judged: boolean;
}

/** What every statement on the containers of one host goes by. */
export interface HostContext {
  hostId: string;
  hostHash: string;
  /** Time of reading: when periods end and begin. */
  at: Date;
  ruleSet: string;
}

/** What a statement gives of the containers it wrote; `ruleSet` is the parameter with the version in force. */
const written = (
  ruleSet: string,
) => `c.id, c.posture_hash AS posture, c.host_hash AS host, c.traits_hash AS traits,
  (SELECT rule_set IS NOT DISTINCT FROM ${ruleSet} FROM judgement WHERE id = c.judgement_id) AS judged`;

const upsert: Statement = {
  name: 'containers.upsert',
  text: `INSERT INTO container AS c (host_id, key, kind, runtime, name, image_reference, instance, instance_hash,
           posture_hash, host_hash, traits_hash, declared_hash, self, first_seen, judgement_id)
         SELECT $1, r.key, r.kind, r.runtime, r.name, r.image, r.instance, r.instance_hash,
           r.posture, $3, r.traits, r.declared, r.self, $4, j.id
         FROM jsonb_to_recordset($2) AS r (key text, kind text, runtime text, name text, image text, instance jsonb,
           instance_hash text, posture text, traits text, declared text, self boolean)
         JOIN judgement j ON j.posture_hash = r.posture AND j.host_hash = $3 AND j.traits_hash = r.traits
         ORDER BY r.key
         ON CONFLICT (host_id, key) DO UPDATE SET
           kind = excluded.kind, runtime = excluded.runtime, name = excluded.name,
           image_reference = excluded.image_reference, state = 'running', gone_at = NULL,
           instance = excluded.instance, instance_hash = excluded.instance_hash, posture_hash = excluded.posture_hash,
           host_hash = excluded.host_hash, traits_hash = excluded.traits_hash, declared_hash = excluded.declared_hash,
           self = excluded.self, judgement_id = excluded.judgement_id
         WHERE c.state <> 'running' OR (c.instance, c.posture_hash, c.host_hash)
           IS DISTINCT FROM (excluded.instance, excluded.posture_hash, excluded.host_hash)
         RETURNING ${written('$5')}`,
};

const markOthersGone: Statement = {
  name: 'containers.others-gone',
  text: `UPDATE container SET state = 'gone', gone_at = $3
         WHERE host_id = $1 AND state = 'running' AND key <> ALL ($2::text[]) RETURNING id`,
};

const markGone: Statement = {
  name: 'containers.gone',
  text: `UPDATE container SET state = 'gone', gone_at = $3
         WHERE host_id = $1 AND state = 'running' AND key = ANY ($2::text[]) RETURNING id`,
};

const triplesOnHost: Statement = {
  name: 'containers.triples-on-host',
  text: `SELECT DISTINCT posture_hash AS posture, $2 AS host, traits_hash AS traits FROM container
         WHERE host_id = $1 AND state = 'running' AND host_hash <> $2`,
};

const moveToHost: Statement = {
  name: 'containers.move-to-host',
  text: `UPDATE container c SET host_hash = $2, judgement_id = j.id FROM judgement j
         WHERE c.host_id = $1 AND c.state = 'running' AND c.host_hash <> $2
           AND j.posture_hash = c.posture_hash AND j.host_hash = $2 AND j.traits_hash = c.traits_hash
         RETURNING ${written('$3')}`,
};

const closePeriods: Statement = {
  name: 'containers.close-periods',
  text: `UPDATE posture_period p SET to_at = greatest(p.from_at, $2)
         FROM container c WHERE c.id = ANY ($1::uuid[]) AND p.container_id = c.id AND p.to_at IS NULL
           AND (c.state = 'gone' OR (p.posture_hash, p.host_hash, p.traits_hash)
             IS DISTINCT FROM (c.posture_hash, c.host_hash, c.traits_hash))`,
};

const openPeriods: Statement = {
  name: 'containers.open-periods',
  text: `INSERT INTO posture_period (container_id, posture_hash, host_hash, traits_hash, from_at)
         SELECT c.id, c.posture_hash, c.host_hash, c.traits_hash, $2 FROM container c
         WHERE c.id = ANY ($1::uuid[]) AND c.state = 'running'
           AND NOT EXISTS (SELECT FROM posture_period p WHERE p.container_id = c.id AND p.to_at IS NULL)`,
};

/** Writes containers that are new, back, or changed; skips the rest. Gives those it wrote. */
export async function upsertContainers(
  queries: Queryable,
  { hostId, hostHash, at, ruleSet }: HostContext,
  containers: readonly CheckedContainer[],
): Promise<WrittenContainer[]> {
  if (containers.length === 0) return [];
  const rows = containers.map(({ id, posture, instance, instanceHash }) => ({
    key: id,
    kind: instance.kind,
    runtime: instance.runtime.name,
    name: instance.name,
    image: instance.image?.reference ?? null,
    instance,
    instance_hash: instanceHash,
    posture,
    traits: instance.traits,
    declared: instance.declared,
    self: instance.self === true,
  }));
  await openJudgements(
    queries,
    rows.map(({ posture, traits }) => ({ posture, host: hostHash, traits })),
  );
  return queries.query(upsert, [hostId, JSON.stringify(storable(rows)), hostHash, at, ruleSet]);
}

/** Marks running containers gone, those named or all but those named; gives their ids. */
export async function markContainersGone(
  queries: Queryable,
  { hostId, at }: HostContext,
  which: { keys: readonly string[]; all: 'named' | 'others' },
): Promise<string[]> {
  if (which.all === 'named' && which.keys.length === 0) return [];
  const statement = which.all === 'named' ? markGone : markOthersGone;
  const rows = await queries.query<{ id: string }>(statement, [hostId, which.keys, at]);
  return rows.map(({ id }) => id);
}

/** Gives running containers the host document that now holds; gives those it moved. */
export async function moveContainersToHost(
  queries: Queryable,
  { hostId, hostHash, ruleSet }: HostContext,
): Promise<WrittenContainer[]> {
  await openJudgements(
    queries,
    await queries.query<Triple & Record<string, string>>(triplesOnHost, [hostId, hostHash]),
  );
  return queries.query(moveToHost, [hostId, hostHash, ruleSet]);
}

/** Ends and begins posture periods so that each of these containers has one open period exactly if it runs. */
export async function turnPeriods(
  queries: Queryable,
  { at }: HostContext,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await queries.query(closePeriods, [ids, at]);
  await queries.query(openPeriods, [ids, at]);
}

/** What the host runs according to the rows, in the shape `inventoryHash` takes. */
export const readInventory = (
  queries: Queryable,
  hostId: string,
): Promise<{ id: string; posture: string; instance: string }[]> =>
  queries.query(
    {
      name: 'containers.inventory',
      text: `SELECT key AS id, posture_hash AS posture, instance_hash AS instance FROM container
             WHERE host_id = $1 AND state = 'running'`,
    },
    [hostId],
  );
