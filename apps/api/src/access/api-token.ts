import type { Database } from '../database/database.js';
import { audit } from './audit.js';
import type { Principal, Role } from './principal.js';
import { newSecret, secretHash } from './secret.js';
import { AccessError } from './user.js';

const scheme = 'shoji_';
const tokenPattern = /^shoji_[A-Za-z0-9_-]{43}$/;
/** Characters that are shown so that a person can tell tokens apart; 36 of 256 bits. */
const prefixLength = scheme.length + 6;

/** A token just made. `token` is nowhere else: only its hash is kept. */
export interface NewApiToken {
  id: string;
  token: string;
  prefix: string;
}

/**
 * Makes a token for a program.
 * @throws {AccessError} `bad-name`, or `bad-expiry` where it has passed.
 */
export async function createApiToken(
  database: Database,
  options: { name: string; role: Role; expiresAt?: Date | null; actor?: string },
): Promise<NewApiToken> {
  const { name, role, expiresAt = null, actor = 'system' } = options;
  if (name.trim() === '' || name.length > 100 || /\p{C}/u.test(name))
    throw new AccessError('bad-name', 'A token has a name of 1 to 100 printable characters.');
  if (expiresAt !== null && !(expiresAt.getTime() > Date.now()))
    throw new AccessError('bad-expiry', 'A token must expire in the future.');
  const token = scheme + newSecret();
  const prefix = token.slice(0, prefixLength);
  return database.transaction(async (queries) => {
    const [row] = await queries.query<{ id: string }>(
      'INSERT INTO api_token (name, prefix, token_hash, role, expires_at) VALUES ($1, $2, $3, $4::role, $5) RETURNING id',
      [name, prefix, secretHash(token), role, expiresAt],
    );
    if (row === undefined) throw new Error('an insert gave no row');
    await audit(queries, {
      actor,
      action: 'api-token-created',
      subject: `token:${name}`,
      detail: { prefix, role },
    });
    return { id: row.id, token, prefix };
  });
}

/**
 * Revokes a token; it is refused from the next request on.
 * @throws {AccessError} `unknown`.
 */
export async function revokeApiToken(database: Database, id: string, actor = 'system'): Promise<void> {
  await database.transaction(async (queries) => {
    const [row] = await queries.query<{ name: string; prefix: string }>(
      'UPDATE api_token SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 RETURNING name, prefix',
      [id],
    );
    if (row === undefined) throw new AccessError('unknown', 'There is no such token.');
    await audit(queries, {
      actor,
      action: 'api-token-revoked',
      subject: `token:${row.name}`,
      detail: { prefix: row.prefix },
    });
  });
}

/** The principal of a token, or null where it is none, revoked or expired. Asked on every request, never cached. */
export async function principalOfToken(database: Database, token: string): Promise<Principal | null> {
  if (!tokenPattern.test(token)) return null;
  const [row] = await database.query<{ id: string; name: string; role: Role; stale: boolean }>(
    {
      name: 'access.token',
      text: `SELECT id, name, role, coalesce(last_used < now() - interval '1 minute', true) AS stale FROM api_token
             WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    },
    [secretHash(token)],
  );
  if (row === undefined) return null;
  // At most once a minute, so that a busy program does not turn every read into a write.
  if (row.stale) await database.query('UPDATE api_token SET last_used = now() WHERE id = $1', [row.id]);
  return { kind: 'token', id: row.id, name: row.name, role: row.role };
}
