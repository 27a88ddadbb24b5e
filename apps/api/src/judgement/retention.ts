import { Injectable } from '@nestjs/common';
import { sessionLife } from '../access/session.js';
import { Database } from '../database/database.js';

/** Minutes a receipt is kept: longer than a signature is recent, so that no replay finds its receipt gone. */
export const receiptLife = 15;

/** Removes what has served its time. */
@Injectable()
export class Retention {
  constructor(private readonly database: Database) {}

  async prune(): Promise<void> {
    await this.database.query(`DELETE FROM receipt WHERE received_at < now() - $1 * interval '1 minute'`, [
      receiptLife,
    ]);
    await this.database.query(
      `DELETE FROM session WHERE expires_at < now() OR last_used < now() - $1 * interval '1 second'`,
      [sessionLife.idle],
    );
  }
}
