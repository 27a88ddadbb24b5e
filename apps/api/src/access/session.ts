import type { Database } from '../database/database.js';
import type { Principal, Role } from './principal.js';
import { newSecret, secretHash } from './secret.js';

/** Seconds. A session ends a working day after its last use, and a week after its start whatever happens. */
export const sessionLife = { idle: 12 * 3600, absolute: 7 * 24 * 3600 };

const secretPattern = /^[A-Za-z0-9_-]{43}$/;

/** Starts a session; its secret is always fresh, so that none that was planted before can be taken over. */
export async function startSession(database: Database, userId: string): Promise<string> {
  const secret = newSecret();
  await database.query(
    `INSERT INTO session (token_hash, user_id, expires_at) VALUES ($1, $2, now() + $3 * interval '1 second')`,
    [secretHash(secret), userId, sessionLife.absolute],
  );
  return secret;
}

/** Ends a session, if there is one. */
export async function endSession(database: Database, secret: string): Promise<void> {
  await database.query('DELETE FROM session WHERE token_hash = $1', [secretHash(secret)]);
}

/** The principal of a session, or null where there is none or it has expired. */
export async function principalOfSession(database: Database, secret: string): Promise<Principal | null> {
  if (!secretPattern.test(secret)) return null;
  const hash = secretHash(secret);
  const [row] = await database.query<{ id: string; name: string; role: Role; stale: boolean }>(
    {
      name: 'access.session',
      text: `SELECT u.id, u.name, u.role, s.last_used < now() - interval '1 minute' AS stale
             FROM session s JOIN user_account u ON u.id = s.user_id
             WHERE s.token_hash = $1 AND s.expires_at > now() AND s.last_used > now() - $2 * interval '1 second'`,
    },
    [hash, sessionLife.idle],
  );
  if (row === undefined) return null;
  if (row.stale) await database.query('UPDATE session SET last_used = now() WHERE token_hash = $1', [hash]);
  return { kind: 'user', id: row.id, name: row.name, role: row.role };
}
