/** A rule that is saved under a running fleet: what a reader sees until everything is judged by it, and who agrees on it. */
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { parseConfig } from '../../apps/api/src/config.js';
import { RuleSets } from '../../apps/api/src/custom-rules/rule-sets.js';
import { Comparer } from '../../apps/api/src/drift/comparer.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import { WorkerModule } from '../../apps/api/src/worker.module.js';
import { ruleSet as builtIn } from '../../packages/risk/src/index.js';
import { bearer, TestApp } from '../graphql/app.js';
import { closedPosture } from '../harness/documents.js';
import { addUnjudged, until } from './harness.js';

interface Seen {
  fleet: {
    bands: { unjudged: number };
    rejudgement: { ruleSet: string; total: number; done: number; outdated: number };
  };
  containers: {
    nodes: {
      id: string;
      risk: { score: number; ruleSet: string; outdated: boolean; parts: { id: string }[] };
    }[];
  };
  customRules: { id: string; counts: { fail: number; pass: number } }[];
}

const query = `{ fleet { bands { unjudged } rejudgement { ruleSet total done outdated } }
  containers(first: 50) { nodes { id risk { score ruleSet outdated parts { id } } } }
  customRules { id counts { fail pass } } }`;

const rule = {
  id: 'high-uid',
  title: 'Its user id is below 5',
  wall: 'user',
  severity: 'high',
  rationale: 'r',
  fix: 'f',
  expression: 'posture.user.uid >= 5',
};

let api: TestApp;
let headers: Record<string, string>;
const running: INestApplicationContext[] = [];
const work = async (): Promise<INestApplicationContext> => {
  const config = parseConfig({ NODE_ENV: 'test', DATABASE_URL: api.databaseUrl });
  const app = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
  running.push(app);
  return app;
};
const see = async (): Promise<Seen> => (await api.ask<Seen>(query, undefined, headers)).data;
const save = async (expression: string, replaces: number | null) => {
  const { errors } = await api.ask(
    `mutation ($rule: CustomRuleInput!, $replaces: Int) { saveCustomRule(rule: $rule, replaces: $replaces) { id } }`,
    { rule: { ...rule, expression }, replaces },
    headers,
  );
  expect(errors).toEqual([]);
};
/** Everything carries the verdict of the rule set in force; gives its version. */
const judged = async (): Promise<string> => {
  const { fleet } = await until(
    see,
    ({ fleet: { rejudgement } }) => rejudgement.done === rejudgement.total,
    90,
  );
  return fleet.rejudgement.ruleSet;
};

beforeEach(async () => {
  api = await TestApp.start();
  headers = bearer(await api.token('analyst'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()));
  await api.close();
});

it('is judged in the background, verdict by verdict, while the old ones stay readable', async () => {
  const evaluator = new Evaluator(api.database, api.app.get(RuleSets));
  const triples: Awaited<ReturnType<typeof addUnjudged>>[] = [];
  for (let uid = 0; uid < 10; uid += 1)
    triples.push(await addUnjudged(api.database, { user: { ...closedPosture().user, uid } }));
  await Promise.all(triples.map((triple) => evaluator.evaluate(triple)));
  const before = await see();
  expect(before.fleet.rejudgement).toEqual({ ruleSet: builtIn, total: 10, done: 10, outdated: 0 });
  const scores = new Map(before.containers.nodes.map(({ id, risk }) => [id, risk.score]));

  await save(rule.expression, null);
  const saved = await see();
  const { ruleSet } = saved.fleet.rejudgement;
  expect(ruleSet).not.toBe(builtIn);
  expect(saved.fleet).toMatchObject({
    bands: { unjudged: 0 },
    rejudgement: { total: 10, done: 0, outdated: 10 },
  });
  for (const { id, risk } of saved.containers.nodes)
    expect(risk).toMatchObject({ score: scores.get(id), ruleSet: builtIn, outdated: true });
  expect(saved.customRules).toEqual([{ id: rule.id, counts: { fail: 0, pass: 0 } }]);

  for (const triple of triples.slice(3, 7)) await evaluator.evaluate(triple);
  const half = await see();
  expect(half.fleet.rejudgement).toMatchObject({ done: 4, outdated: 6 });
  const [first, fourth, sixth] = [0, 3, 5].map((index) =>
    half.containers.nodes.find(({ id }) => id === triples[index]?.id),
  );
  expect(first?.risk).toMatchObject({ ruleSet: builtIn, outdated: true, score: scores.get(first?.id ?? '') });
  expect(fourth?.risk).toMatchObject({ ruleSet, outdated: false });
  expect(fourth?.risk.parts.map(({ id }) => id)).toContain(rule.id);
  expect(fourth?.risk.score).toBeGreaterThan(scores.get(fourth?.id ?? '') ?? 100);
  expect(sixth?.risk).toMatchObject({ ruleSet, score: scores.get(sixth?.id ?? '') });
  expect(half.customRules[0]?.counts).toEqual({ fail: 2, pass: 2 });

  await work();
  expect(await judged()).toBe(ruleSet);
  expect((await see()).customRules[0]?.counts).toEqual({ fail: 5, pass: 5 });
});

it('is the same for two workers that run while it is saved, changed and retired', async () => {
  const workers = [await work(), await work()];
  for (let uid = 0; uid < 10; uid += 1)
    await addUnjudged(api.database, { user: { ...closedPosture().user, uid } });
  expect(await judged()).toBe(builtIn);
  const versions = new Set([builtIn]);
  for (const [index, bound] of [3, 8, 5].entries()) {
    await save(`posture.user.uid >= ${bound}`, index === 0 ? null : index);
    const version = await judged();
    versions.add(version);
    for (const worker of workers) expect((await worker.get(RuleSets).current()).version).toBe(version);
    expect((await see()).customRules[0]?.counts).toEqual({ fail: bound, pass: 10 - bound });
  }
  expect(versions.size).toBe(4);
  const retired = await api.ask(
    'mutation { retireCustomRule(id: "high-uid", version: 3) { newest { retired } } }',
    {},
    headers,
  );
  expect(retired.errors).toEqual([]);
  expect(await judged()).toBe(builtIn);
  const [row] = await api.database.query<{ n: number; findings: number }>(
    `SELECT count(*)::int AS n, (SELECT count(*)::int FROM outcome o JOIN container c USING (judgement_id)
       WHERE o.rule_id = 'high-uid') AS findings FROM judgement`,
  );
  // Each distinct container has one verdict, of the set in force; those of the sets between are gone.
  expect(row).toEqual({ n: 10, findings: 0 });
});

it('weighs in drift: what was compared by another set is compared again', async () => {
  const ruleSets = api.app.get(RuleSets);
  const user = closedPosture().user;
  const before = await addUnjudged(api.database, { user: { ...user, uid: 9 } });
  const { posture, traits, host } = await addUnjudged(api.database, { user: { ...user, uid: 4 } });
  const pair = { beforePosture: before.posture, beforeTraits: before.traits, posture, traits, host };
  const comparer = new Comparer(api.database, ruleSets);
  await comparer.compare(pair);
  await save(rule.expression, null);
  await comparer.compare(pair);
  await comparer.compare(pair);
  const scores = await api.database.query<{ score: number; version: string; direction: string }>(
    `SELECT score, version, changes->0->>'direction' AS direction FROM comparison ORDER BY id`,
  );
  expect(scores.map(({ direction }) => direction)).toEqual(['neutral', 'weakening']);
  expect(scores[0]?.score).toBe(0);
  expect(scores[1]?.score).toBeGreaterThan(5);
  expect(scores[1]?.version).toBe((await ruleSets.current()).driftVersion);
});
