/** A rule set that changes under a fleet: what a reader sees from the first moment to the last. */
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { parseConfig } from '../../apps/api/src/config.js';
import { evaluateQueue, EvaluateQueue } from '../../apps/api/src/judgement/evaluate.queue.js';
import { RuleSets } from '../../apps/api/src/custom-rules/rule-sets.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import { Queues } from '../../apps/api/src/queue/queues.js';
import { WorkerModule } from '../../apps/api/src/worker.module.js';
import { ruleSet } from '../../packages/risk/src/index.js';
import { bearer, TestApp } from '../graphql/app.js';
import { addUnjudged, until } from './harness.js';

interface Seen {
  fleet: {
    bands: { unjudged: number };
    rejudgement: { ruleSet: string; total: number; done: number; outdated: number; startedAt: string | null };
  };
  containers: {
    nodes: {
      id: string;
      walls: { wall: string }[];
      risk: { score: number; ruleSet: string; outdated: boolean };
    }[];
  };
}

const query = `{ fleet { bands { unjudged } rejudgement { ruleSet total done outdated startedAt } }
  containers(first: 50) { nodes { id walls { wall } risk { score judged ruleSet outdated judgedAt } } } }`;

describe('a new rule set', () => {
  let api: TestApp;
  let headers: Record<string, string>;
  const running: INestApplicationContext[] = [];

  const worker = async () => {
    const config = parseConfig({ NODE_ENV: 'test', DATABASE_URL: api.databaseUrl });
    const app = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
    running.push(app);
    return app;
  };
  const see = async (): Promise<Seen> => (await api.ask<Seen>(query, undefined, headers)).data;
  const progress = async () => {
    const { total, done, outdated } = (await see()).fleet.rejudgement;
    return { total, done, outdated };
  };

  beforeEach(async () => {
    api = await TestApp.start();
    headers = bearer(await api.token());
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((app) => app.close()));
    await api.close();
  });

  it('is told in progress while every verdict stays readable, and is completed after the queue was lost', async () => {
    const evaluator = new Evaluator(api.database, new RuleSets(api.database));
    const triples = [];
    for (let index = 0; index < 6; index += 1)
      triples.push(
        await addUnjudged(api.database, {
          seccomp: { mode: index === 0 ? 'disabled' : 'filter', filters: index },
        }),
      );
    await addUnjudged(api.database, { seccomp: { mode: 'filter', filters: 5 } });
    expect((await see()).fleet.rejudgement).toEqual({
      ruleSet,
      total: 7,
      done: 0,
      outdated: 0,
      startedAt: null,
    });
    await Promise.all(triples.map((triple) => evaluator.evaluate(triple)));
    expect(await progress()).toEqual({ total: 7, done: 7, outdated: 0 });

    // The verdicts are now those of a rule set that came before.
    await api.database.query(`UPDATE judgement SET rule_set = 'older', score = 42, up_to = 42`);
    const first = await see();
    expect(first.fleet).toMatchObject({
      bands: { unjudged: 0 },
      rejudgement: { total: 7, done: 0, outdated: 7, startedAt: null },
    });
    expect(first.containers.nodes).toHaveLength(7);
    for (const { walls, risk } of first.containers.nodes) {
      expect(walls).toHaveLength(8);
      expect(risk).toMatchObject({ score: 42, judged: true, ruleSet: 'older', outdated: true });
    }

    // Half of the way: what is judged shows the new verdict, what is not the old one.
    for (const triple of triples.slice(0, 3)) await evaluator.evaluate(triple);
    expect(await progress()).toEqual({ total: 7, done: 3, outdated: 4 });
    const half = new Map((await see()).containers.nodes.map(({ id, risk }) => [id, risk]));
    for (const [index, { id }] of triples.entries())
      expect(half.get(id)).toMatchObject(
        index < 3 ? { ruleSet, outdated: false } : { score: 42, ruleSet: 'older', outdated: true },
      );
    expect((await see()).fleet.rejudgement.startedAt).not.toBeNull();

    // The rest was asked for, but the queue is lost before anybody works on it.
    const queues = api.app.get(Queues);
    await api.app.get(EvaluateQueue).enqueue(triples.slice(3), 'background');
    await queues.queue(evaluateQueue).obliterate({ force: true });
    await worker();
    await until(progress, ({ done }) => done === 7, 90);
    const last = await see();
    expect(last.fleet.rejudgement).toMatchObject({ ruleSet, total: 7, done: 7, outdated: 0 });
    for (const { risk } of last.containers.nodes) expect(risk).toMatchObject({ ruleSet, outdated: false });
    const judged = await api.database.query(
      'SELECT count(*)::int AS all, count(*) FILTER (WHERE rule_set = $1)::int AS new FROM judgement',
      [ruleSet],
    );
    // Of each triple there is one verdict: the older one is gone.
    expect(judged).toEqual([{ all: 6, new: 6 }]);
  });

  it('waits behind what is asked for now', async () => {
    const order: string[] = [];
    const asked = [];
    for (let index = 0; index < 12; index += 1)
      asked.push(await addUnjudged(api.database, { seccomp: { mode: 'filter', filters: index } }));
    const evaluate = api.app.get(EvaluateQueue);
    await evaluate.enqueue(asked.slice(0, 11), 'background');
    await evaluate.enqueue(asked.slice(11));
    const queues = api.app.get(Queues);
    queues.work(evaluateQueue, (job) => {
      order.push(...(job.data as { triples: { posture: string }[] }).triples.map(({ posture }) => posture));
      return Promise.resolve();
    });
    await until(
      () => Promise.resolve(order.length),
      (count) => count === 12,
    );
    expect(order[0]).toBe(asked[11]?.posture);
  });
});
