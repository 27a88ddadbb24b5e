import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApiToken } from '../../apps/api/src/access/api-token.js';
import type { Role } from '../../apps/api/src/access/principal.js';
import { createApp } from '../../apps/api/src/app.js';
import { parseConfig } from '../../apps/api/src/config.js';
import { Database } from '../../apps/api/src/database/database.js';
import { createDatabase } from '../postgres.js';
import pg from 'pg';

/** An answer of `/graphql`, and what came with it. */
export interface Answer<Data = Record<string, unknown>> {
  status: number;
  headers: Headers;
  data: Data;
  errors: {
    message: string;
    extensions: { code: string; retryAfter?: number };
    path?: (string | number)[];
  }[];
  code: string | undefined;
}

/** The API over HTTP on a database of its own. */
export class TestApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: Database,
    readonly url: string,
    readonly databaseUrl: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<TestApp> {
    const databaseUrl = await migratedDatabase();
    const app = await createApp(parseConfig({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, ...environment }));
    await app.listen(0, '127.0.0.1');
    return new TestApp(app, app.get(Database), await app.getUrl(), databaseUrl);
  }

  async token(role: Role = 'viewer'): Promise<string> {
    return (await createApiToken(this.database, { name: role, role })).token;
  }

  /** Posts a query; `headers` say who asks. */
  async ask<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<Answer<Data>> {
    return this.send<Data>(JSON.stringify({ query, ...(variables ? { variables } : {}) }), headers);
  }

  async send<Data>(body: string, headers: Record<string, string> = {}): Promise<Answer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return answerOf<Data>(response);
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

export async function answerOf<Data>(response: Response): Promise<Answer<Data>> {
  const body = (await response.json()) as Partial<Answer<Data>>;
  const errors = body.errors ?? [];
  return {
    status: response.status,
    headers: response.headers,
    data: body.data ?? ({} as Data),
    errors,
    code: errors[0]?.extensions.code,
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The session cookie that an answer sets, as a request sends it back. */
export const cookieOf = ({ headers }: Answer<unknown>): string =>
  headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** A new database with our schema, written by its own SQL: how it is migrated is another test's matter. */
export async function migratedDatabase(): Promise<string> {
  const url = await createDatabase();
  const client = new pg.Client(url);
  await client.connect();
  const directory = join(import.meta.dirname, '../../prisma/migrations');
  for (const name of readdirSync(directory)
    .filter((entry) => !entry.includes('.'))
    .sort())
    await client.query(readFileSync(join(directory, name, 'migration.sql'), 'utf8'));
  await client.end();
  return url;
}
