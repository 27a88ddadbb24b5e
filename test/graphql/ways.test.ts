/** Ways out as GraphQL tells them, of a container that was judged by the real engine. */
import { RuleSets } from '../../apps/api/src/custom-rules/rule-sets.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import type { Posture } from '../../packages/posture/src/index.js';
import { closedPosture } from '../harness/documents.js';
import { addUnjudged } from '../jobs/harness.js';
import { bearer, TestApp } from './app.js';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
});
afterAll(() => app.close());

interface Answered {
  container: {
    escapePaths: { path: { id: string }; state: string; steps: { wall: string; state: string }[] }[];
    risk: { band: string; parts: { id: string; kind: string; wall: string | null; points: number }[] };
  };
}

const query = `query ($id: ID!) { container(id: $id) {
  escapePaths { path { id title ease explanation techniques references } state steps { wall state reason fields } }
  risk { band score parts { id kind wall points } } } }`;

/** A container straight in the tables, judged unless told otherwise. */
async function add(change: Partial<Posture>, judged = true): Promise<string> {
  const { id, ...triple } = await addUnjudged(app.database, change);
  if (judged) await new Evaluator(app.database, new RuleSets(app.database)).evaluate(triple);
  return id;
}

const ask = async (id: string) => {
  const answer = await app.ask<Answered>(query, { id }, headers);
  expect(answer.errors).toEqual([]);
  return answer.data.container;
};

it('lists every way out with its words', async () => {
  const { data, errors } = await app.ask<{ escapePaths: { id: string; ease: string }[] }>(
    '{ escapePaths { id title ease explanation techniques references } }',
    {},
    headers,
  );
  expect(errors).toEqual([]);
  expect(data.escapePaths).toHaveLength(25);
  expect(data.escapePaths[0]).toMatchObject({ id: 'runtime-socket', ease: 'trivial' });
});

it('says that a way is open, through which walls, and what it adds to the risk', async () => {
  const closed = closedPosture();
  const socket = {
    destination: '/run/docker.sock',
    source: '/run/docker.sock',
    type: 'tmpfs',
    readonly: false,
    options: [],
    propagation: 'private' as const,
    fromHost: true,
  };
  const { escapePaths, risk } = await ask(
    await add({
      user: { ...closed.user, uid: 0, hostUid: 0 },
      filesystem: { ...closed.filesystem, mounts: [socket] },
    }),
  );
  const way = escapePaths.find(({ path }) => path.id === 'runtime-socket');
  expect(way).toMatchObject({
    state: 'open',
    path: { title: 'Drive the container runtime by its socket', ease: 'trivial' },
  });
  expect(way!.steps.map(({ wall, state }) => [wall, state])).toEqual([
    ['filesystem', 'pierce'],
    ['user', 'pierce'],
    ['lsm', 'pierce'],
  ]);
  expect(risk.band).toBe('critical');
  expect(risk.parts[0]).toMatchObject({ id: 'runtime-socket', kind: 'way_out', wall: null });
});

it('names the walls that block a way', async () => {
  const { escapePaths } = await ask(await add({}));
  const way = escapePaths.find(({ path }) => path.id === 'kernel-module');
  expect(way!.state).toBe('blocked');
  expect(way!.steps.filter(({ state }) => state === 'stop').map(({ wall }) => wall)).toContain(
    'capabilities',
  );
});

it('says nothing of ways before the job has run', async () => {
  const { escapePaths } = await ask(await add({ seccomp: { mode: 'strict', filters: 0 } }, false));
  expect(escapePaths).toEqual([]);
});
