import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createEnrolmentToken } from '../../apps/api/src/access/enrolment-token.js';
import { createApp } from '../../apps/api/src/app.js';
import { parseConfig } from '../../apps/api/src/config.js';
import { Database } from '../../apps/api/src/database/database.js';
import { createDatabase } from '../postgres.js';
import { migrate } from './migrate.js';
import { Sender } from './sender.js';

/** The API over HTTP on a database of its own. */
export class Server {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly database: Database,
    readonly url: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<Server> {
    const url = environment['DATABASE_URL'] ?? (await createDatabase());
    await migrate(url);
    const app = await createApp(
      parseConfig({ NODE_ENV: 'test', API_PORT: '0', ...environment, DATABASE_URL: url }),
    );
    await app.listen(0, '127.0.0.1');
    return new Server(app, app.get(Database), await app.getUrl());
  }

  async token(options: { maxUses?: number; expiresAt?: Date } = {}): Promise<{ id: string; token: string }> {
    return createEnrolmentToken(this.database, {
      name: 'test',
      maxUses: 1,
      expiresAt: new Date(Date.now() + 60_000),
      ...options,
    });
  }

  /** A host that has just enrolled. */
  async host(): Promise<Sender> {
    const sender = new Sender(this.url);
    const answer = await sender.enrol((await this.token()).token);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return sender;
  }

  /** One row of one column. */
  async one<T>(text: string, values: unknown[] = []): Promise<T> {
    const [row] = await this.database.query<Record<string, T>>(text, values);
    return Object.values(row ?? {})[0] as T;
  }

  stop(): Promise<void> {
    return this.app.close();
  }
}
