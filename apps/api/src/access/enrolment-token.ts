import type { Database } from '../database/database.js';
import { groupsRefused } from '../groups/membership.js';
import { audit } from './audit.js';
import { newSecret, secretHash } from './secret.js';
import { AccessError } from './user.js';

const prefix = 'shoji_enroll_';

/**
 * Makes a token with which `maxUses` hosts can enrol until it expires, and so join the groups. The token is nowhere else:
 * only its hash is kept.
 * @throws {AccessError} `bad-name`, `bad-group`, or `bad-expiry` where it has passed.
 */
export async function createEnrolmentToken(
  database: Database,
  options: { name: string; maxUses: number; expiresAt: Date; groups?: readonly string[]; actor?: string },
): Promise<{ id: string; token: string }> {
  const { name, maxUses, expiresAt, groups = [], actor = 'system' } = options;
  if (name.trim() === '' || name.length > 100 || /\p{C}/u.test(name)) {
    throw new AccessError('bad-name', 'A token has a name of 1 to 100 printable characters.');
  }
  if (!(expiresAt.getTime() > Date.now())) {
    throw new AccessError('bad-expiry', 'A token must expire in the future.');
  }
  const refused = groupsRefused(groups);
  if (refused !== null) throw new AccessError('bad-group', refused);
  const token = prefix + newSecret();
  return database.transaction(async (queries) => {
    const [row] = await queries.query<{ id: string }>(
      'INSERT INTO enrolment_token (name, token_hash, max_uses, expires_at, groups) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [name, secretHash(token), maxUses, expiresAt, groups],
    );
    if (row === undefined) throw new Error('an insert gave no row');
    const detail = { maxUses, expiresAt: expiresAt.toISOString(), groups };
    await audit(queries, {
      actor,
      action: 'enrolment-token-created',
      subject: `enrolment-token:${name}`,
      detail,
    });
    return { id: row.id, token };
  });
}

/** Refuses a token from now on; hosts that enrolled with it stay. False where it is unknown or was revoked. */
export async function revokeEnrolmentToken(
  database: Database,
  id: string,
  actor = 'system',
): Promise<boolean> {
  return database.transaction(async (queries) => {
    const [row] = await queries.query<{ name: string }>(
      'UPDATE enrolment_token SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING name',
      [id],
    );
    if (row === undefined) return false;
    await audit(queries, {
      actor,
      action: 'enrolment-token-revoked',
      subject: `enrolment-token:${row.name}`,
    });
    return true;
  });
}
