import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { migrationNames } from '../database/migrate.js';

/** Whether this process can serve. */
@Injectable()
export class Readiness {
  constructor(private readonly database: Database) {}

  /** What is not there yet, each as one sentence; empty = ready. Says nothing that a stranger may not read. */
  async missing(): Promise<string[]> {
    let applied: Set<string>;
    try {
      const [table] = await this.database.query<{ exists: boolean }>(
        `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
      );
      const rows = table?.exists
        ? await this.database.query<{ name: string }>(
            `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
          )
        : [];
      applied = new Set(rows.map(({ name }) => name));
    } catch {
      return ['The database cannot be reached.'];
    }
    const names = await migrationNames();
    return names.filter((name) => !applied.has(name)).map((name) => `The migration ${name} is not applied.`);
  }
}
