import { Injectable } from '@nestjs/common';
import { audit } from '../access/audit.js';
import { actorOf, type Principal } from '../access/principal.js';
import { Database, type Queryable } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import { isUuid } from '../graphql/uuid.js';
import type { DriftItem } from './drift.model.js';

interface Decided {
  id: string;
  state: DriftItem['state'];
  cause: DriftItem['cause'];
  container: string;
  container_name: string;
  workload: string;
  workload_name: string;
  posture: string;
  traits: string;
  declared: string | null;
  /** Whether the container is still what the drift says that it became. */
  current: boolean;
}

/** Characters that a note may have. */
const noteLimit = 2000;

/** What people decide about drift: each decision in one transaction with its line in the audit log. */
@Injectable()
export class DecisionService {
  constructor(private readonly database: Database) {}

  /**
   * Makes what a container has become the baseline of its workload. That resolves every drift of the workload whose
   * container is so; those that are not are measured against the new baseline.
   * @throws {ApiError} `BAD_USER_INPUT` where it is resolved already, the container moved on, or there is no such drift.
   */
  async approve(id: string, note: string, principal: Principal): Promise<void> {
    const words = checkedNote(note);
    await this.database.transaction(async (queries) => {
      const drift = await lock(queries, id);
      if (!drift.current)
        throw new ApiError('BAD_USER_INPUT', 'The container has changed since: look at what it is now.');
      const actor = actorOf(principal);
      const [former] = await queries.query<{ posture_hash: string }>(
        `UPDATE baseline SET replaced_at = now() WHERE workload_id = $1 AND replaced_at IS NULL RETURNING posture_hash`,
        [drift.workload],
      );
      await queries.query(
        `INSERT INTO baseline (workload_id, kind, posture_hash, traits_hash, declared_hash, actor, note)
         VALUES ($1, 'approved', $2, $3, $4, $5, $6)`,
        [drift.workload, drift.posture, drift.traits, drift.declared, actor, words],
      );
      const resolved = await queries.query<{ id: string }>(
        `UPDATE drift SET state = 'resolved', resolution = 'approved', resolved_at = now(), decided_by = $4, decided_at = now(), note = $5
         WHERE workload_id = $1 AND resolved_at IS NULL AND posture_hash = $2 AND declared_hash IS NOT DISTINCT FROM $3
           AND (traits_hash = $6 OR id = $7 OR cause = 'declared') RETURNING id`,
        [drift.workload, drift.posture, drift.declared, actor, words, drift.traits, drift.id],
      );
      await audit(queries, {
        actor,
        action: 'drift-approved',
        subject: drift.workload_name,
        detail: {
          drift: drift.id,
          container: drift.container_name,
          workload: drift.workload,
          baseline: drift.posture,
          former: former?.posture_hash ?? null,
          resolved: resolved.length,
          note: words,
        },
      });
    });
  }

  /**
   * Says that a drift must not stay. It is shown as rejected until the container is as it should be.
   * @throws {ApiError} `BAD_USER_INPUT` where it is resolved already, or there is no such drift.
   */
  async reject(id: string, note: string, principal: Principal): Promise<void> {
    const words = checkedNote(note);
    await this.database.transaction(async (queries) => {
      const drift = await lock(queries, id);
      const actor = actorOf(principal);
      await queries.query(
        `UPDATE drift SET state = 'rejected', decided_by = $2, decided_at = now(), note = $3 WHERE id = $1`,
        [drift.id, actor, words],
      );
      await audit(queries, {
        actor,
        action: 'drift-rejected',
        subject: drift.workload_name,
        detail: { drift: drift.id, container: drift.container_name, workload: drift.workload, note: words },
      });
    });
  }
}

/** Locks the workload too: of two who decide at once the second sees what the first did. */
async function lock(queries: Queryable, id: string): Promise<Decided> {
  const [drift] = await queries.query<Decided & Record<string, unknown>>(
    `SELECT d.id, d.state, d.cause, c.id AS container, c.name AS container_name, w.id AS workload, w.name AS workload_name,
       c.posture_hash AS posture, c.traits_hash AS traits, c.declared_hash AS declared,
       (d.posture_hash, d.traits_hash) = (c.posture_hash, c.traits_hash)
         AND d.declared_hash IS NOT DISTINCT FROM c.declared_hash AS current
     FROM drift d JOIN container c ON c.id = d.container_id JOIN workload w ON w.id = d.workload_id
     WHERE d.id = $1 FOR UPDATE OF w, d`,
    [isUuid(id) ? id : null],
  );
  if (drift === undefined) throw new ApiError('BAD_USER_INPUT', 'There is no such drift.');
  if (drift.state === 'resolved') throw new ApiError('BAD_USER_INPUT', 'This drift is resolved already.');
  return drift;
}

function checkedNote(note: string): string {
  const words = note.trim();
  if (words === '' || words.length > noteLimit || words.includes('\0') || !words.isWellFormed())
    throw new ApiError('BAD_USER_INPUT', `A note of 1 to ${noteLimit} characters says why.`);
  return words;
}
