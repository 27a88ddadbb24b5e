import pg from 'pg';
import { createDatabase, Postgres } from '../postgres.js';
import { Boot, container } from './sender.js';
import { Server } from './server.js';

let postgres: Postgres;
let server: Server;
beforeAll(async () => {
  postgres = await Postgres.start();
  server = await Server.start({
    DATABASE_URL: await createDatabase(postgres.url),
    DATABASE_CONNECT_TIMEOUT: '1000',
  });
});
afterAll(async () => {
  await server.stop();
  await postgres.stop();
});

const get = async (path: string) => {
  const response = await fetch(server.url + path);
  return { status: response.status, text: await response.text() };
};

describe('a server whose database dies', () => {
  it('says so, asks hosts to come back, and goes on by itself', async () => {
    const host = await server.host();
    const boot = new Boot();
    const report = boot.full([container('web')]);
    expect((await host.report(report)).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);

    await postgres.kill();
    const answer = await host.report(boot.head([container('web')]));
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'database-unavailable' } } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await get('/readyz')).toEqual({
      status: 503,
      text: JSON.stringify({ status: 'not ready', missing: ['The database cannot be reached.'] }),
    });
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/metrics')).text).toContain('shoji_reports_total{result="database-unavailable"} 1');

    await postgres.restart();
    expect((await host.report(boot.head([container('web')]))).body).toEqual({ ack: 3 });
    expect((await host.report(report)).body.error?.code).toBe('replay');
    expect((await get('/readyz')).status).toBe(200);
  });

  it('is not ready while a migration is missing, and names it', async () => {
    await server.database.query('UPDATE _prisma_migrations SET finished_at = NULL');
    const { status, text } = await get('/readyz');
    expect(status).toBe(503);
    expect(text).toMatch(/The migration \d+_create_schema is not applied/);
    await server.database.query('UPDATE _prisma_migrations SET finished_at = now()');
  });
});

describe('a server with as many reports in work as it takes', () => {
  it('turns further ones away with Retry-After', async () => {
    const busy = await Server.start({
      DATABASE_URL: await createDatabase(postgres.url),
      REPORT_CONCURRENCY: '1',
    });
    const host = await busy.host();
    const boot = new Boot();
    const blocker = new pg.Client(busy.database.pool.options.connectionString);
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM host FOR UPDATE');
    const waiting = host.report(boot.full([container('web')]));
    const inWork = async () =>
      (
        await blocker.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        )
      ).rowCount;
    while ((await inWork()) !== 1) await new Promise((resolve) => setTimeout(resolve, 20));
    const answer = await host.report(boot.full([container('web')]));
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'busy' } } });
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    await blocker.query('ROLLBACK');
    await blocker.end();
    expect((await waiting).body).toEqual({ ack: 1 });
    await busy.stop();
  });
});

describe('retention', () => {
  it('forgets old receipts but the newest of each boot', async () => {
    const { Retention } = await import('../../apps/api/src/judgement/retention.js');
    const host = await server.host();
    const boots = [new Boot(), new Boot()];
    for (const boot of boots) {
      await host.report(boot.full([]));
      await host.report(boot.head([]));
    }
    const receipts = () =>
      server.one<number[]>(`SELECT array_agg(seq::int ORDER BY seq) FROM receipt WHERE host_id = $1`, [
        host.hostId,
      ]);
    expect(await receipts()).toEqual([1, 1, 2, 2]);
    await server.database.query(`UPDATE receipt SET received_at = now() - interval '16 minutes'`);
    await new Retention(server.database).prune();
    expect(await receipts()).toEqual([2, 2]);
    expect((await host.report(boots[0]!.head([]))).status).toBe(403);
  });
});
