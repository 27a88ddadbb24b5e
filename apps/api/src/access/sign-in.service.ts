import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import { audit } from './audit.js';
import { passwordLength, verifyPassword } from './password.js';
import type { Role } from './principal.js';
import { startSession } from './session.js';
import { SignInLimit } from './sign-in-limit.js';

/** Checks names and passwords. */
@Injectable()
export class SignInService {
  private readonly limit = new SignInLimit();

  constructor(private readonly database: Database) {}

  /**
   * Starts a session for a name and its password; the same answer, after the same work, for a wrong one of either.
   * @throws {ApiError} `UNAUTHENTICATED`, or `RATE_LIMITED` with `retryAfter` in seconds.
   */
  async signIn(
    { name, password }: { name: string; password: string },
    address: string,
  ): Promise<{ name: string; role: Role; secret: string }> {
    // Nothing that could be an account has them; and they must not fill the log or the database's errors.
    const account = name.length > 64 || name.includes('\0') || !name.isWellFormed() ? '' : name;
    const retryAfter = this.limit.take(account, address, Date.now());
    if (retryAfter > 0)
      throw new ApiError('RATE_LIMITED', `Too many attempts; try again in ${retryAfter} seconds.`, {
        retryAfter,
      });
    const [user] = await this.database.query<{ id: string; name: string; role: Role; password_hash: string }>(
      'SELECT id, name, role, password_hash FROM user_account WHERE name = $1',
      [account],
    );
    const known = await verifyPassword(
      user?.password_hash ?? null,
      password.slice(0, passwordLength.most + 1),
    );
    if (user === undefined || !known) {
      await audit(this.database, {
        actor: 'system',
        action: 'sign-in-failed',
        subject: `user:${account}`,
        detail: { address },
      });
      throw new ApiError('UNAUTHENTICATED', 'The name or the password is wrong.');
    }
    this.limit.clear(account, address);
    const secret = await startSession(this.database, user.id);
    await audit(this.database, {
      actor: `user:${user.name}`,
      action: 'sign-in',
      subject: `user:${user.name}`,
      detail: { address },
    });
    return { name: user.name, role: user.role, secret };
  }
}
