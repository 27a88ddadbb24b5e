import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { parseConfig, type Config } from '../../apps/api/src/config.js';
import { Database } from '../../apps/api/src/database/database.js';
import { evaluateQueue, EvaluateQueue } from '../../apps/api/src/judgement/evaluate.queue.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import { upkeepQueue } from '../../apps/api/src/judgement/upkeep.queue.js';
import { Retention } from '../../apps/api/src/judgement/retention.js';
import { Queues } from '../../apps/api/src/queue/queues.js';
import { WorkerModule } from '../../apps/api/src/worker.module.js';
import { migratedDatabase } from '../graphql/app.js';
import { addUnjudged, Redis, until, verdicts } from './harness.js';

describe.each(['Postgres', 'Redis'])('jobs over %s', (mode) => {
  let redis: Redis | undefined;
  let config: Config;
  const running: INestApplicationContext[] = [];

  const work = async () => {
    const app = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
    running.push(app);
    return {
      app,
      database: app.get(Database),
      evaluate: app.get(EvaluateQueue),
      evaluator: app.get(Evaluator),
    };
  };

  beforeAll(async () => {
    redis = mode === 'Redis' ? await Redis.start() : undefined;
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    config = parseConfig({
      NODE_ENV: 'test',
      DATABASE_URL: await migratedDatabase(),
      ...(redis && { REDIS_URL: redis.url }),
    });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((app) => app.close()));
    await redis?.lose();
  });

  it('judge a triple once, however often it is asked for, and give the verdict to all its containers', async () => {
    const { database, evaluate } = await work();
    const first = await addUnjudged(database);
    await addUnjudged(database);
    const other = await addUnjudged(database, { seccomp: { mode: 'disabled', filters: 0 } });
    await Promise.all(Array.from({ length: 20 }, () => evaluate.enqueue([first, other, first])));
    await until(
      () => verdicts(database),
      ({ judged }) => judged === 3,
    );
    expect(await verdicts(database)).toEqual({ judgements: 2, judged: 3, unjudged: 0 });
    const rows = await database.query<{ rules: number; walls: number; riskier: boolean }>(
      `SELECT (SELECT count(*)::int FROM outcome o WHERE o.judgement_id = j.id) AS rules, jsonb_array_length(j.walls) AS walls,
         j.score > 0 AS riskier FROM judgement j JOIN posture p ON p.hash = j.posture_hash
       ORDER BY p.document->'seccomp'->>'mode' DESC`,
    );
    expect(rows.map(({ walls }) => walls)).toEqual([8, 8]);
    expect(rows.every(({ rules }) => rules > 0)).toBe(true);
    expect(rows[1]?.riskier).toBe(true);
  });

  it('find by themselves what was never asked for, also after the queue was emptied', async () => {
    const { app, database, evaluate } = await work();
    await addUnjudged(database);
    await until(
      () => verdicts(database),
      ({ unjudged }) => unjudged === 0,
    );
    if (redis) await redis.lose();
    else
      for (const name of [evaluateQueue, upkeepQueue])
        await app.get(Queues).queue(name).obliterate({ force: true });
    const lost = await addUnjudged(database, { seccomp: { mode: 'disabled', filters: 0 } });
    await evaluate.enqueue([lost]).then(() => undefined);
    await addUnjudged(database, { seccomp: { mode: 'strict', filters: 0 } });
    await until(
      () => verdicts(database),
      ({ unjudged }) => unjudged === 0,
      90,
    );
    expect(await verdicts(database)).toEqual({ judgements: 3, judged: 3, unjudged: 0 });
  });

  it('are taken over from a worker that went away in the middle of one', async () => {
    const first = await work();
    const triple = await addUnjudged(first.database);
    let reached: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (reached = resolve));
    first.evaluator.evaluate = () => {
      reached();
      return new Promise(() => undefined);
    };
    await first.evaluate.enqueue([triple]);
    await begun;
    // As if killed: its locks are renewed no more, and it never finishes.
    await Promise.all(first.app.get(Queues)['workers'].map((worker) => worker.close(true)));
    const second = await work();
    await until(
      () => verdicts(second.database),
      ({ judged }) => judged === 1,
      90,
    );
    expect(await verdicts(second.database)).toEqual({ judgements: 1, judged: 1, unjudged: 0 });
  });
});

it('wait for no disk, with their queue and what they write: both are found again where a crash takes them', async () => {
  const config = parseConfig({ NODE_ENV: 'test', DATABASE_URL: await migratedDatabase() });
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
  const database = app.get(Database);
  try {
    await app.get(EvaluateQueue).enqueue([]);
    await until(
      () =>
        database.query(
          `SELECT FROM information_schema.tables WHERE (table_schema, table_name) = ('bullmq', 'job')`,
        ),
      (rows) => rows.length === 1,
    );
    await database.query(
      `CREATE TABLE seen AS SELECT '' AS of, '' AS commit LIMIT 0;
       CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO public.seen VALUES (TG_TABLE_NAME, current_setting('synchronous_commit')); RETURN NEW; END $$;
       CREATE TRIGGER see BEFORE UPDATE ON judgement FOR EACH ROW EXECUTE FUNCTION see();
       CREATE TRIGGER see BEFORE INSERT ON bullmq.job FOR EACH ROW EXECUTE FUNCTION see();
       CREATE TRIGGER see BEFORE INSERT ON container FOR EACH ROW EXECUTE FUNCTION see()`,
    );
    await app.get(EvaluateQueue).enqueue([await addUnjudged(database)]);
    await until(
      () => verdicts(database),
      ({ judged }) => judged === 1,
    );
    expect(await database.query('SELECT DISTINCT * FROM seen ORDER BY of')).toEqual([
      { of: 'container', commit: 'on' },
      { of: 'job', commit: 'off' },
      { of: 'judgement', commit: 'off' },
    ]);
  } finally {
    await app.close();
  }
});

describe('an evaluation', () => {
  let app: INestApplicationContext;
  let database: Database;
  let evaluator: Evaluator;
  beforeAll(async () => {
    const config = parseConfig({ NODE_ENV: 'test', DATABASE_URL: await migratedDatabase() });
    app = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
    database = app.get(Database);
    evaluator = app.get(Evaluator);
  });
  afterAll(() => app.close());

  it('ends the same however many make it at once', async () => {
    const triple = await addUnjudged(database);
    await Promise.all(Array.from({ length: 8 }, () => evaluator.evaluate(triple)));
    expect(await verdicts(database)).toEqual({ judgements: 1, judged: 1, unjudged: 0 });
    const [twice] = await database.query<{ n: number }>(
      'SELECT coalesce(max(n), 0)::int AS n FROM (SELECT count(*) AS n FROM outcome GROUP BY judgement_id, rule_id) x',
    );
    expect(twice).toEqual({ n: 1 });
  });

  it('fails, and writes nothing, where a document is missing', async () => {
    const triple = await addUnjudged(database);
    const before = await verdicts(database);
    await expect(evaluator.evaluate({ ...triple, traits: 'f'.repeat(64) })).rejects.toThrow('is missing');
    expect(await verdicts(database)).toEqual(before);
  });

  it('of an older rule set is made again', async () => {
    const triple = await addUnjudged(database);
    await evaluator.evaluate(triple);
    await database.query(`UPDATE judgement SET rule_set = 'older'`);
    expect(await evaluator.sweep(10)).toEqual([
      { posture: triple.posture, host: triple.host, traits: triple.traits },
    ]);
    await evaluator.evaluate(triple);
    expect(await evaluator.sweep(10)).toEqual([]);
  });

  it('of an older rule set is replaced where it stands: rules that are gone go, and what stays is not written again', async () => {
    const triple = await addUnjudged(database, { seccomp: { mode: 'strict', filters: 9 } });
    await evaluator.evaluate(triple);
    const outcomes = () =>
      database.query<{ rule: string; state: string; written: string }>(
        `SELECT o.rule_id AS rule, o.state, o.xmin::text AS written FROM outcome o JOIN judgement j ON j.id = o.judgement_id
         WHERE j.posture_hash = $1 ORDER BY 1`,
        [triple.posture],
      );
    const before = await outcomes();
    const [other] = before;
    await database.query(
      `WITH older AS (UPDATE judgement SET rule_set = 'older', score = 99 WHERE posture_hash = $1 RETURNING id),
         changed AS (UPDATE outcome SET state = 'unknown' FROM older WHERE judgement_id = older.id AND rule_id = $2)
       INSERT INTO outcome SELECT id, 'a-rule-that-was', 'fail', 'high', 'user', '[]' FROM older`,
      [triple.posture, other?.rule],
    );
    await evaluator.evaluate(triple);
    const after = await outcomes();
    expect(after.map(({ rule, state }) => [rule, state])).toEqual(
      before.map(({ rule, state }) => [rule, state]),
    );
    expect(after.filter(({ written }, index) => written !== before[index]?.written)).toEqual([after[0]]);
    const verdictsOn = await database.query(
      'SELECT count(*)::int AS n FROM judgement WHERE posture_hash = $1 AND score < 99',
      [triple.posture],
    );
    expect(verdictsOn).toEqual([{ n: 1 }]);
  });

  it('is followed by pruning of sessions that have ended', async () => {
    await database.query(
      `WITH u AS (INSERT INTO user_account (name, password_hash, role) VALUES ('u', 'x', 'viewer') RETURNING id)
       INSERT INTO session (token_hash, user_id, expires_at)
       SELECT t, u.id, now() + e * interval '1 hour' FROM u, (VALUES ('old', -1), ('live', 1)) AS v (t, e)`,
    );
    await app.get(Retention).prune();
    expect(await database.query('SELECT token_hash FROM session')).toEqual([{ token_hash: 'live' }]);
  });
});
