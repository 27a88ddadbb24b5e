import { Injectable } from '@nestjs/common';
import { sessionLife } from '../access/session.js';
import { Database } from '../database/database.js';
import { forgetReceipts } from '../intake/receipts.js';

/** Removes what has served its time. */
@Injectable()
export class Retention {
  constructor(private readonly database: Database) {}

  async prune(): Promise<void> {
    await forgetReceipts(this.database);
    await this.database.query(
      `DELETE FROM session WHERE expires_at < now() OR last_used < now() - $1 * interval '1 second'`,
      [sessionLife.idle],
    );
  }
}
