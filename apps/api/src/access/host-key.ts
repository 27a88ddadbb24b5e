import type { Queryable } from '../database/database.js';
import { audit } from './audit.js';

/** A key that a host enrolled with, and how things stand between us. */
export interface HostKey {
  hostId: string;
  /** Raw Ed25519 public key, 32 bytes. */
  publicKey: Buffer;
  state: 'active' | 'locked' | 'revoked';
}

/** The host key with this id; `revoked` also where only the key is. Asked on every request, never cached. */
export async function findHostKey(queries: Queryable, keyId: string): Promise<HostKey | null> {
  const [key] = await queries.query<HostKey>(
    {
      name: 'access.host-key',
      text: `SELECT k.host_id AS "hostId", k.public_key AS "publicKey",
                    CASE WHEN k.revoked_at IS NULL THEN h.state ELSE 'revoked' END AS state
             FROM host_key k JOIN host h ON h.id = k.host_id WHERE k.key_id = $1`,
    },
    [keyId],
  );
  return key ?? null;
}

/** Stops taking reports of a host until someone looks; says why. */
export async function lockHost(queries: Queryable, hostId: string, reason: string): Promise<void> {
  await queries.query(`UPDATE host SET state = 'locked', state_reason = $2 WHERE id = $1`, [hostId, reason]);
  await audit(queries, {
    actor: `host:${hostId}`,
    action: 'host-locked',
    subject: `host:${hostId}`,
    detail: { reason },
  });
}

/** Takes reports of a locked host again. False where it is not locked. */
export async function unlockHost(queries: Queryable, hostId: string, actor = 'system'): Promise<boolean> {
  const rows = await queries.query(
    `UPDATE host SET state = 'active', state_reason = NULL WHERE id = $1 AND state = 'locked' RETURNING id`,
    [hostId],
  );
  if (rows.length === 0) return false;
  await audit(queries, { actor, action: 'host-unlocked', subject: `host:${hostId}` });
  return true;
}

/** Refuses a host and all its keys from the next request on; its data stays. False where it is unknown or was revoked. */
export async function revokeHost(queries: Queryable, hostId: string, actor = 'system'): Promise<boolean> {
  const rows = await queries.query(
    `UPDATE host SET state = 'revoked', state_reason = $2 WHERE id = $1 AND state <> 'revoked' RETURNING id`,
    [hostId, `revoked by ${actor}`],
  );
  if (rows.length === 0) return false;
  await queries.query('UPDATE host_key SET revoked_at = coalesce(revoked_at, now()) WHERE host_id = $1', [
    hostId,
  ]);
  await audit(queries, { actor, action: 'host-revoked', subject: `host:${hostId}` });
  return true;
}
