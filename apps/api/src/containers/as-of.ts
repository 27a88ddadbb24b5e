import { Database } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import type { Parameters } from '../graphql/parameters.js';
import { isUnheard } from '../hosts/silence.js';

/** Where containers are read from: their rows as they are, or as they were. */
export interface Source {
  /** `FROM` with the aliases `c` (container), `h` (its host) and `j` (its judgement). */
  from: string;
  /** SQL condition: whether it ran is not known. */
  unheard: string;
  /** SQL expression: when it was last known to run. */
  lastSeen: string;
}

const now: Source = {
  from: 'FROM container c JOIN host h ON h.id = c.host_id JOIN judgement j ON j.id = c.judgement_id',
  unheard: isUnheard,
  lastSeen: `CASE WHEN c.state = 'gone' THEN coalesce(c.gone_at, c.first_seen) ELSE coalesce(h.last_seen, c.first_seen) END`,
};

/**
 * Containers as they are, or with a time as they were then: the period that held then gives posture, host and traits, and
 * those the newest verdict on them. Names and what else belongs to the instance are those last reported. Whether a host was
 * silent then is not on record.
 */
export function sourceAt(time: Date | null, parameters: Parameters): Source {
  if (time === null) return now;
  const at = `${parameters.add(time)}::timestamptz`;
  const ended = `(p.to_at IS NOT NULL AND p.to_at <= ${at})`;
  return {
    from: `FROM (SELECT o.id, o.host_id, o.key, o.kind, o.runtime, o.name, o.image_reference, o.instance, o.self, o.first_seen,
        CASE WHEN ${ended} THEN p.to_at END AS gone_at,
        (CASE WHEN ${ended} THEN 'gone' ELSE 'running' END)::container_state AS state,
        p.posture_hash, p.host_hash, p.traits_hash, t.document->>'declared' AS declared_hash
      FROM container o
      JOIN LATERAL (SELECT * FROM posture_period WHERE container_id = o.id AND from_at <= ${at}
        ORDER BY from_at DESC, id DESC LIMIT 1) p ON true
      LEFT JOIN traits t ON t.hash = p.traits_hash
      WHERE o.first_seen <= ${at}) c
      JOIN host h ON h.id = c.host_id
      LEFT JOIN judgement j ON j.posture_hash = c.posture_hash AND j.host_hash = c.host_hash AND j.traits_hash = c.traits_hash`,
    unheard: 'false',
    lastSeen: `CASE WHEN c.state = 'gone' THEN c.gone_at ELSE ${at} END`,
  };
}

/**
 * Refuses a time of which nothing can be said: one that is yet to come, or one before which the history was removed
 * although containers are known to have run.
 * @throws {ApiError} `BAD_USER_INPUT` that says how far back the history goes.
 */
export async function checkTime(database: Database, asOf: Date, name = 'asOf'): Promise<void> {
  if (asOf.getTime() > Date.now() + 1000)
    throw new ApiError('BAD_USER_INPUT', `\`${name}\` lies in the future.`);
  const [kept] = await database.query<{ since: Date | null; lost: boolean }>(
    `SELECT (SELECT min(from_at) FROM posture_period) AS since,
       EXISTS (SELECT FROM container c WHERE c.first_seen <= $1
         AND NOT EXISTS (SELECT FROM posture_period p WHERE p.container_id = c.id AND p.from_at <= $1)) AS lost`,
    [asOf],
  );
  if (kept?.lost !== true) return;
  const since = kept.since === null ? 'no history is kept' : `it goes back to ${kept.since.toISOString()}`;
  throw new ApiError('BAD_USER_INPUT', `The history of \`${name}\` is no longer kept whole: ${since}.`);
}
