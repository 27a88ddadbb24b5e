import type { Queryable, Statement } from '../database/database.js';
import { columnsOf, type Triple } from './triple.js';

// In the order of their keys: two reports that bring the same triples wait for each other instead of deadlocking.
const open: Statement = {
  name: 'judgement.open',
  text: `INSERT INTO judgement (posture_hash, host_hash, traits_hash)
         SELECT DISTINCT posture, host, traits FROM unnest($1::text[], $2::text[], $3::text[]) AS t (posture, host, traits)
         WHERE NOT EXISTS (SELECT FROM judgement WHERE (posture_hash, host_hash, traits_hash) = (t.posture, t.host, t.traits))
         ORDER BY posture, host, traits ON CONFLICT DO NOTHING`,
};

/** Gives every triple that has none its row, without a verdict until it is judged: what containers refer to. */
export async function openJudgements(queries: Queryable, triples: readonly Triple[]): Promise<void> {
  if (triples.length > 0) await queries.query(open, columnsOf(triples));
}
