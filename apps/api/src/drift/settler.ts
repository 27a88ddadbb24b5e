import { Injectable } from '@nestjs/common';
import type { Posture, Traits } from '@shoji/posture';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database, type Queryable } from '../database/database.js';
import { pastsOf } from './circumstances.js';
import { CompareQueue } from './compare.queue.js';
import { itemsOf, type Item } from './items.js';
import type { Pair } from './pair.js';
import { passConforming, pendingOf, type Pending } from './pending.js';

/** Containers that one round settles. */
const portion = 500;

interface OpenItem {
  id: string;
  container_id: string;
  cause: Item['cause'];
  fingerprint: string;
}

/** Keeps `drift` as it follows from containers, baselines and comparisons; what is settled is not looked at again. */
@Injectable()
export class Settler {
  constructor(
    private readonly database: Database,
    private readonly comparisons: CompareQueue,
    private readonly ruleSets: RuleSets,
  ) {}

  /**
   * Settles these containers, or all with `null`, and asks for the comparisons that are missing: those containers come
   * again. Gives how many wait for one.
   */
  async settle(ids: readonly string[] | null): Promise<number> {
    await this.resolveGone();
    if (ids?.length === 0) return 0;
    const { driftVersion: version } = await this.ruleSets.current();
    await passConforming(this.database, ids, version);
    let waiting = 0;
    for (;;) {
      // Those that wait stay in the list, so each round takes that many more.
      const pending = await pendingOf(this.database, ids, { limit: portion + waiting, version });
      const missing = pending.filter((each) => pairsMissing(each).length > 0);
      await this.comparisons.enqueue(missing.flatMap(pairsMissing));
      const ready = pending.filter((each) => pairsMissing(each).length === 0);
      await this.write(ready);
      if (pending.length < portion + waiting || ready.length === 0) return missing.length;
      waiting = missing.length;
    }
  }

  /** Forgets what was settled of those that are outliers: once the one before them is gone, they have replaced it. */
  async lookAgainAtOutliers(): Promise<void> {
    await this.database.query(
      `UPDATE workload_member m SET checked = NULL FROM drift d
       WHERE d.container_id = m.container_id AND d.cause = 'outlier' AND d.resolved_at IS NULL`,
    );
  }

  /** A container that is gone drifts no more; one that comes back is looked at anew. */
  private async resolveGone(): Promise<void> {
    await this.database.query(
      `WITH gone AS (UPDATE drift d SET state = 'resolved', resolved_at = coalesce(c.gone_at, now()), resolution = 'gone'
         FROM container c WHERE c.id = d.container_id AND c.state = 'gone' AND d.resolved_at IS NULL RETURNING c.id)
       UPDATE workload_member m SET checked = NULL FROM gone WHERE gone.id = m.container_id`,
    );
  }

  private async write(ready: readonly Pending[]): Promise<void> {
    if (ready.length === 0) return;
    const drifting = ready.filter(({ compared }) => (compared?.changes.length ?? 0) > 0).map(({ id }) => id);
    const pasts = new Map(
      (drifting.length === 0 ? [] : await pastsOf(this.database, drifting)).map((past) => [
        past.container_id,
        past,
      ]),
    );
    const states = await this.statesOf(drifting);
    const found = new Map(
      ready.map((each) => [each.id, itemsOf(each, pasts.get(each.id), states.get(each.id))]),
    );
    await this.database.transaction(async (queries) => {
      // Two workers may settle the same containers: the second finds them settled.
      const locked = await queries.query<{ id: string }>(
        `SELECT container_id AS id FROM workload_member m JOIN jsonb_to_recordset($1) AS g (id uuid, key text) ON g.id = m.container_id
         WHERE m.checked IS DISTINCT FROM g.key ORDER BY container_id FOR UPDATE OF m`,
        [JSON.stringify(ready.map(({ id, key }) => ({ id, key })))],
      );
      const mine = new Set(locked.map(({ id }) => id));
      await bring(
        queries,
        ready.filter(({ id }) => mine.has(id)),
        found,
      );
    });
  }

  private async statesOf(ids: readonly string[]): Promise<Map<string, { posture: Posture; traits: Traits }>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query<{ id: string; posture: Posture; traits: Traits }>(
      `SELECT c.id, p.document AS posture, t.document AS traits FROM container c
       JOIN posture p ON p.hash = c.posture_hash JOIN traits t ON t.hash = c.traits_hash WHERE c.id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, ...state }) => [id, state]));
  }
}

/** Comparisons that a container needs and that nobody has made yet. */
function pairsMissing(pending: Pending): Pair[] {
  const { posture, traits, host, declared } = pending;
  const { baseline_posture: before, baseline_traits: beforeTraits } = pending;
  const pairs: Pair[] = [];
  const isSame = before === posture && beforeTraits === traits;
  if (before !== null && beforeTraits !== null && !isSame && pending.compared === null)
    pairs.push({ beforePosture: before, beforeTraits, posture, traits, host });
  if (declared !== null && !pending.approved_as_is && pending.declared_compared === null)
    pairs.push({ beforePosture: declared, beforeTraits: '', posture, traits, host });
  return pairs;
}

/** Makes what is on record equal to what was found: the same drift keeps its id, its time and what was decided of it. */
async function bring(
  queries: Queryable,
  containers: readonly Pending[],
  found: ReadonlyMap<string, Item[]>,
): Promise<void> {
  if (containers.length === 0) return;
  const open = await queries.query<OpenItem & Record<string, unknown>>(
    `SELECT id, container_id, cause, fingerprint FROM drift WHERE container_id = ANY ($1::uuid[]) AND resolved_at IS NULL FOR UPDATE`,
    [containers.map(({ id }) => id)],
  );
  const openOf = Map.groupBy(open, ({ container_id: id }) => id);
  const written = containers.flatMap((container) => {
    const items = found.get(container.id) ?? [];
    const known = [...(openOf.get(container.id) ?? [])];
    const take = (fits: (item: OpenItem) => boolean) => {
      const at = known.findIndex(fits);
      return at < 0 ? undefined : known.splice(at, 1)[0];
    };
    const matched = items.map((item) => ({
      item,
      former:
        take(({ cause, fingerprint }) => cause === item.cause && fingerprint === item.fingerprint) ??
        take(({ fingerprint }) => fingerprint === item.fingerprint) ??
        take(({ cause }) => cause === item.cause),
    }));
    const left = known.map(({ id }) => ({ id, resolution: items.length === 0 ? 'returned' : 'changed' }));
    return [{ container, matched, left }];
  });
  await queries.query(
    `UPDATE drift d SET state = 'resolved', resolved_at = now(), resolution = r.resolution
     FROM jsonb_to_recordset($1) AS r (id uuid, resolution text) WHERE d.id = r.id`,
    [JSON.stringify(written.flatMap(({ left }) => left))],
  );
  const rows = written.flatMap(({ container, matched }) =>
    matched.map(({ item, former }) => rowOf(container, item, former)),
  );
  if (rows.length > 0) await queries.query(writeItems, [JSON.stringify(rows)]);
  await queries.query(
    `UPDATE workload_member m SET checked = g.key FROM jsonb_to_recordset($1) AS g (id uuid, key text) WHERE m.container_id = g.id`,
    [JSON.stringify(containers.map(({ id, key }) => ({ id, key })))],
  );
}

const rowOf = (container: Pending, item: Item, former: OpenItem | undefined) => ({
  id: former?.id ?? null,
  renewed: former !== undefined && former.fingerprint !== item.fingerprint,
  container_id: container.id,
  workload_id: container.workload,
  baseline_id: container.baseline,
  posture_hash: container.posture,
  host_hash: container.host,
  traits_hash: container.traits,
  declared_hash: container.declared,
  since: container.since,
  ...item,
  up_to: item.upTo,
});

const distinct = (name: string) =>
  `(SELECT array_agg(DISTINCT x->>'${name}') FROM jsonb_array_elements(r.changes) AS x)`;

/** Of a drift that is on record and now another, what was decided of the former no longer holds. */
const writeItems = `WITH given AS (
    SELECT r.*, ${distinct('wall')} AS walls, ${distinct('field')} AS fields, ${distinct('direction')} AS directions
    FROM jsonb_to_recordset($1) AS r (id uuid, renewed boolean, container_id uuid, workload_id uuid, baseline_id uuid, cause drift_cause,
      posture_hash text, host_hash text, traits_hash text, declared_hash text, since timestamptz, fingerprint text, changes jsonb,
      score float8, up_to float8)),
  renewed AS (
    UPDATE drift d SET cause = g.cause, baseline_id = g.baseline_id, workload_id = g.workload_id, posture_hash = g.posture_hash,
      host_hash = g.host_hash, traits_hash = g.traits_hash, declared_hash = g.declared_hash, fingerprint = g.fingerprint,
      changes = g.changes, score = g.score, up_to = g.up_to, walls = g.walls, fields = g.fields, directions = g.directions,
      since = CASE WHEN g.renewed THEN g.since ELSE d.since END,
      state = CASE WHEN g.renewed THEN 'open' ELSE d.state END,
      decided_by = CASE WHEN g.renewed THEN NULL ELSE d.decided_by END,
      decided_at = CASE WHEN g.renewed THEN NULL ELSE d.decided_at END,
      note = CASE WHEN g.renewed THEN NULL ELSE d.note END
    FROM given g WHERE d.id = g.id)
  INSERT INTO drift (container_id, workload_id, baseline_id, cause, posture_hash, host_hash, traits_hash, declared_hash, since,
    fingerprint, changes, score, up_to, walls, fields, directions)
  SELECT container_id, workload_id, baseline_id, cause, posture_hash, host_hash, traits_hash, declared_hash, since,
    fingerprint, changes, score, up_to, walls, fields, directions
  FROM given WHERE id IS NULL`;
