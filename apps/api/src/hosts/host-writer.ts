import type { Report } from '@shoji/posture';
import type { Queryable, Statement } from '../database/database.js';
import { pastTime } from '../intake/past-time.js';
import { storable } from '../intake/storable.js';

/** A host's row as the intake sees it, locked until the transaction ends. */
export interface LockedHost {
  id: string;
  state: 'active' | 'locked' | 'revoked';
  bootId: string | null;
  lastSeq: number;
  inventory: string | null;
  documentHash: string | null;
  observedAt: Date | null;
}

/** Who took a report, and where it stands: what a receipt keeps. */
export interface Delivery {
  hostId: string;
  /** `content-digest` of the body as sent. */
  digest: string;
  report: Report;
}

const lock: Statement = {
  name: 'hosts.lock',
  text: `SELECT id, state, boot_id AS "bootId", last_seq::float8 AS "lastSeq", inventory,
           document_hash AS "documentHash", observed_at AS "observedAt"
         FROM host WHERE id = $1 FOR UPDATE`,
};

const heartbeat: Statement = {
  name: 'hosts.heartbeat',
  text: `WITH touched AS (
           UPDATE host SET last_seq = $3, last_seen = now(), "interval" = $6,
             observed_at = greatest(observed_at, $5), collector = coalesce($8::jsonb, collector)
           WHERE id = $1 AND boot_id = $2 AND last_seq < $3 AND inventory = $4 AND state = 'active' RETURNING id)
         INSERT INTO receipt (host_id, boot_id, seq, digest) SELECT id, $2, $3, $7 FROM touched RETURNING seq`,
};

const touch: Statement = {
  name: 'hosts.touch',
  text: `WITH receipt AS (INSERT INTO receipt (host_id, boot_id, seq, digest) VALUES ($1, $2, $3, $7)),
           events AS (INSERT INTO host_event (host_id, at, type, container_key, detail)
             SELECT $1, e.at, e.type, e.container, e.detail
             FROM jsonb_to_recordset($8) AS e (at timestamptz, type text, container text, detail text))
         UPDATE host SET boot_id = $2, last_seq = $3, inventory = $4, observed_at = $5, "interval" = $6,
           last_seen = now(), document_hash = $9, name = coalesce($10, name), machine_id = coalesce($11, machine_id),
           booted_at = coalesce($12, booted_at), collector_version = coalesce($13, collector_version),
           network_namespaces = coalesce($14::jsonb, network_namespaces), collector = coalesce($15::jsonb, collector)
         WHERE id = $1`,
};

/** Locks the host's row: reports of one host are taken one after another. Null where there is no such host. */
export async function lockHostRow(queries: Queryable, hostId: string): Promise<LockedHost | null> {
  const [host] = await queries.query<LockedHost>(lock, [hostId]);
  return host ?? null;
}

/** Takes a report that says nothing changed, in one statement. False where it is not simply the next of its host. */
export async function takeHeartbeat(
  queries: Queryable,
  { hostId, digest, report }: Delivery,
): Promise<boolean> {
  const { bootId, seq, inventory, observedAt, interval } = report;
  const rows = await queries.query(heartbeat, [
    hostId,
    bootId,
    seq,
    inventory,
    pastTime(observedAt),
    interval,
    digest,
    selfOf(report),
  ]);
  return rows.length === 1;
}

/** Puts down that a report was taken: receipt, events, and what the host says about itself. */
export async function touchHost(
  queries: Queryable,
  { hostId, digest, report }: Delivery,
  { documentHash, at }: { documentHash: string; at: Date },
): Promise<void> {
  const { bootId, seq, inventory, interval, events = [], node } = report;
  await queries.query(touch, [
    ...[
      hostId,
      bootId,
      seq,
      inventory,
      at,
      interval,
      digest,
      JSON.stringify(storable(events).map((event) => ({ ...event, at: pastTime(event.at) }))),
      documentHash,
    ],
    ...(node
      ? [
          storable(node.hostname),
          node.machineId,
          pastTime(node.bootedAt),
          storable(node.collectorVersion),
          node.networkNamespaces === undefined ? null : JSON.stringify(storable(node.networkNamespaces)),
        ]
      : [null, null, null, null, null]),
    selfOf(report),
  ]);
}

/** What the collector says of itself, with when: as text of JSON, null where it says nothing. */
const selfOf = ({ collector, observedAt }: Report): string | null =>
  collector === undefined ? null : JSON.stringify({ ...collector, at: pastTime(observedAt) });
