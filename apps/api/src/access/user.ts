import type { Database } from '../database/database.js';
import { audit } from './audit.js';
import { hashPassword, passwordLength } from './password.js';
import type { Role } from './principal.js';

/** Why an account or token cannot be made; the message says what to change. */
export class AccessError extends Error {
  override readonly name = 'AccessError';

  constructor(
    readonly code: 'bad-name' | 'bad-group' | 'bad-password' | 'bad-expiry' | 'taken' | 'unknown',
    message: string,
  ) {
    super(message);
  }
}

const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u;

/**
 * Makes a local account.
 * @throws {AccessError} `bad-name`, `bad-password` or `taken`.
 */
export async function createUser(
  database: Database,
  { name, password, role, actor = 'system' }: { name: string; password: string; role: Role; actor?: string },
): Promise<{ id: string }> {
  if (!namePattern.test(name))
    throw new AccessError(
      'bad-name',
      'A name has 1 to 64 letters, digits or ._@+- and begins with a letter or digit.',
    );
  if (password.length < passwordLength.least || password.length > passwordLength.most)
    throw new AccessError(
      'bad-password',
      `A password has ${passwordLength.least} to ${passwordLength.most} characters.`,
    );
  const passwordHash = await hashPassword(password);
  return database.transaction(async (queries) => {
    const [user] = await queries.query<{ id: string }>(
      'INSERT INTO user_account (name, password_hash, role) VALUES ($1, $2, $3::role) ON CONFLICT (name) DO NOTHING RETURNING id',
      [name, passwordHash, role],
    );
    if (user === undefined) throw new AccessError('taken', `There already is an account named ${name}.`);
    await audit(queries, { actor, action: 'user-created', subject: `user:${name}`, detail: { role } });
    return user;
  });
}
