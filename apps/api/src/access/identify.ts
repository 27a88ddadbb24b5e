import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../config.js';
import { Database } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import { principalOfToken } from './api-token.js';
import { readCookie, sessionCookie, type SessionCookie } from './cookie.js';
import type { Principal } from './principal.js';
import { isSameOrigin } from './same-origin.js';
import { principalOfSession } from './session.js';

/** Finds out who sends a request. */
@Injectable()
export class Identify {
  readonly cookie: SessionCookie;

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) config: Config,
  ) {
    this.cookie = sessionCookie(config);
  }

  /** The secret in the request's session cookie, if it has one. */
  secretOf(request: FastifyRequest): string | undefined {
    return readCookie(this.cookie, request.headers.cookie);
  }

  /**
   * The principal of a request; null for nobody.
   * @throws {ApiError} `UNAUTHENTICATED` for a token that is none, `FORBIDDEN` for a request made by another site.
   */
  async principalOf(request: FastifyRequest): Promise<Principal | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
      const principal = token === undefined ? null : await principalOfToken(this.database, token);
      if (principal === null)
        throw new ApiError(
          'UNAUTHENTICATED',
          'The token in Authorization is none, has expired or was revoked.',
        );
      return principal;
    }
    // Without a cookie too: else another site could sign its visitor in to an account of its own.
    if (!isSameOrigin(request)) throw new ApiError('FORBIDDEN', 'The request comes from another site.');
    const secret = this.secretOf(request);
    return secret === undefined ? null : principalOfSession(this.database, secret);
  }
}
