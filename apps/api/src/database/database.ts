import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../config.js';

/** One SQL text with the name it is prepared under; the name belongs to exactly this text. */
export interface Statement {
  name: string;
  text: string;
}

/** Runs statements: on any connection of the pool, or on the one of a transaction. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
}

/** SQLSTATE classes after which the same transaction may well succeed: serialization_failure, deadlock_detected. */
const worthRetrying = new Set(['40001', '40P01']);
const attempts = 4;

const begin = { original: 'BEGIN', derived: 'BEGIN; SET LOCAL synchronous_commit TO off' };

/** Raw SQL for the paths where every statement counts; all else goes through `PrismaService`. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  readonly pool: pg.Pool;

  constructor(@Inject(CONFIG) config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.DATABASE_URL,
      max: config.DATABASE_POOL_SIZE,
      connectionTimeoutMillis: config.DATABASE_CONNECT_TIMEOUT,
      statement_timeout: config.DATABASE_STATEMENT_TIMEOUT,
      application_name: 'shoji',
    });
    // An idle connection that dies (a database restart) is replaced by the pool; unheard it would end the process.
    this.pool.on('error', () => undefined);
  }

  query<Row extends pg.QueryResultRow>(
    statement: Statement | string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return run(this.pool, statement, values);
  }

  /**
   * Commits what `work` did, or nothing of it. `work` runs again after a deadlock, so it must do nothing but query. What is
   * `derived` may be on disk a moment after it is committed: a crash of the machine can take it, and it is made again.
   */
  async transaction<T>(
    work: (queries: Queryable) => Promise<T>,
    kind: 'original' | 'derived' = 'original',
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(work, begin[kind]);
      } catch (error) {
        const again = error instanceof pg.DatabaseError && worthRetrying.has(error.code ?? '');
        if (!again || attempt === attempts) throw error;
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async attempt<T>(work: (queries: Queryable) => Promise<T>, begin: string): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work({ query: (statement, values = []) => run(client, statement, values) });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: unknown) => (broken = cause as Error));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

async function run<Row extends pg.QueryResultRow>(
  client: pg.Pool | pg.PoolClient,
  statement: Statement | string,
  values: readonly unknown[],
): Promise<Row[]> {
  const query = typeof statement === 'string' ? { text: statement } : statement;
  const { rows } = await client.query<Row>({ ...query, values: [...values] });
  return rows;
}

/**
 * Whether an error means that the database cannot be reached now, rather than that a statement is wrong. Goes by code and
 * message, not by class: the pool, the driver and the socket each throw errors of their own.
 */
export function isUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return unavailableCode.test(String(code)) || lostConnection.test(String(message));
}

/** A socket's, or connection_exception, insufficient_resources, operator_intervention (PostgreSQL, appendix A). */
const unavailableCode = /^(E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_|HOST|NET)[A-Z_]*|(08|53|57)[0-9A-Z]{3})$/;
const lostConnection =
  /connection (terminated|timeout|error)|timeout exceeded when trying to connect|client was closed/i;
