import type { Queryable, Statement } from '../database/database.js';
import type { LockedHost } from '../hosts/host-writer.js';
import type { Remembered } from './order.js';

const remember: Statement = {
  name: 'intake.remember',
  text: `SELECT (SELECT digest FROM receipt WHERE host_id = $1 AND boot_id = $2 AND seq = $3) AS receipt,
           EXISTS (SELECT FROM receipt WHERE host_id = $1 AND boot_id = $2) AS "bootSeen",
           (SELECT extract(epoch FROM min(received_at))::float8 FROM receipt
            WHERE host_id = $1 AND boot_id = $4) AS "bootSince"`,
};

// The newest of each boot stays longer: it is how a boot is known that must not come back.
const forget: Statement = {
  name: 'intake.forget',
  text: `DELETE FROM receipt r WHERE received_at < now() - interval '15 minutes'
           AND (received_at < now() - interval '30 days'
             OR seq < (SELECT max(seq) FROM receipt n WHERE n.host_id = r.host_id AND n.boot_id = r.boot_id))`,
};

/** What is on record about a report's boot and number. */
export async function rememberedOf(
  queries: Queryable,
  { id, bootId, lastSeq }: LockedHost,
  report: { bootId: string; seq: number },
): Promise<Remembered> {
  type Row = Pick<Remembered, 'receipt' | 'bootSeen' | 'bootSince'>;
  const [row] = await queries.query<Row>(remember, [id, report.bootId, report.seq, bootId]);
  if (!row) throw new Error('a select without a table gave no row');
  return { ...row, bootId, lastSeq };
}

/**
 * Drops receipts that can no longer tell a repeated delivery from a second sender: no signature lives that long. Run by
 * the retention job.
 */
export const forgetReceipts = async (queries: Queryable): Promise<void> => {
  await queries.query(forget);
};
