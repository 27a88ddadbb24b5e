/** Best changes, plan and ranking as GraphQL tells them, of containers that were judged by the real engine. */
import { RuleSets } from '../../apps/api/src/custom-rules/rule-sets.js';
import { Evaluator } from '../../apps/api/src/judgement/evaluator.js';
import type { Mount, Posture } from '../../packages/posture/src/index.js';
import { closedPosture } from '../harness/documents.js';
import { addUnjudged } from '../jobs/harness.js';
import { bearer, TestApp } from './app.js';

let app: TestApp;
let headers: Record<string, string>;
beforeEach(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
});
afterEach(() => app.close());

interface Best {
  change: {
    id: string;
    title: string;
    remedies: { place: string; text: string | null; none: string | null }[];
  };
  closes: { id: string }[];
  mends: string[];
  removes: number;
  scoreAfter: number;
}
interface Answered {
  container: {
    risk: { score: number };
    changes: Best[];
    plan: {
      steps: { change: { id: string }; closes: { id: string }[]; scoreAfter: number }[];
      leaves: { id: string }[];
      shortest: boolean;
    } | null;
  };
}

const query = `query ($id: ID!, $first: Int) { container(id: $id) {
  risk { score }
  changes(first: $first) { change { id title walls effort breaks verify remedies { place text none } }
    closes { id title } mends removes scoreAfter upToAfter }
  plan { steps { change { id title } closes { id } scoreAfter upToAfter } leaves { id } shortest } } }`;

const socket: Mount = {
  destination: '/run/docker.sock',
  source: '/run/docker.sock',
  type: 'tmpfs',
  readonly: false,
  options: [],
  propagation: 'private',
  fromHost: true,
};
const withSocket: Partial<Posture> = {
  user: { ...closedPosture().user, uid: 0, hostUid: 0 },
  namespaces: { ...closedPosture().namespaces, user: 'host' },
  filesystem: { ...closedPosture().filesystem, mounts: [socket] },
};

/** Containers of one posture straight in the tables, judged unless told otherwise; gives the last one's id. */
async function add(change: Partial<Posture>, { count = 1, judged = true } = {}): Promise<string> {
  let id = '';
  for (let index = 0; index < count; index += 1) {
    const { id: added, ...triple } = await addUnjudged(app.database, change);
    if (judged) await new Evaluator(app.database, new RuleSets(app.database)).evaluate(triple);
    id = added;
  }
  return id;
}

const ask = async (id: string, first?: number) => {
  const answer = await app.ask<Answered>(query, { id, first }, headers);
  expect(answer.errors).toEqual([]);
  return answer.data.container;
};

it('names the change that helps most, what it closes and leaves, and how to make it', async () => {
  const { risk, changes, plan } = await ask(await add(withSocket));
  const [best] = changes;
  expect(best?.change.id).toBe('remove-runtime-socket');
  expect(best?.closes.map(({ id }) => id)).toEqual(['runtime-socket']);
  expect(best?.mends).toContain('runtime-socket-reachable');
  expect(best!.removes).toBeCloseTo(risk.score - best!.scoreAfter, 9);
  const docker = best?.change.remedies.find(({ place }) => place === 'docker');
  expect(docker).toMatchObject({ place: 'docker', none: null });
  expect(docker?.text).toContain('docker.sock');
  expect(best?.change.remedies.find(({ place }) => place === 'daemon')).toMatchObject({ text: null });
  const order = changes.map(({ scoreAfter }) => scoreAfter);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(plan).toMatchObject({
    steps: [{ change: { id: 'remove-runtime-socket' }, closes: [{ id: 'runtime-socket' }] }],
    leaves: [],
    shortest: true,
  });
});

it('gives as many as are asked for, and none before the job has run', async () => {
  expect((await ask(await add(withSocket), 2)).changes).toHaveLength(2);
  const other = await add({ seccomp: { mode: 'disabled', filters: 0 } }, { judged: false });
  expect(await ask(other)).toMatchObject({ changes: [], plan: null });
});

it('ranks changes by what they take off all containers that run', async () => {
  await add(withSocket, { count: 3 });
  await add({ user: { ...closedPosture().user, noNewPrivileges: false } }, { count: 2 });
  await app.database
    .query(`UPDATE container SET state = 'gone', gone_at = now() WHERE id IN (SELECT id FROM container
    WHERE judgement_id = (SELECT min(id) FROM judgement) LIMIT 1)`);
  const { data, errors } = await app.ask<{
    fleet: {
      changes: {
        change: { id: string };
        containers: number;
        closes: number;
        removes: number;
        share: number;
      }[];
    };
  }>('{ fleet { changes(first: 200) { change { id } containers closes removes share } } }', {}, headers);
  expect(errors).toEqual([]);
  const rows = await app.database.query<{ score: number; changes: { change: string; score: number }[] }>(
    `SELECT j.score, j.changes FROM container c JOIN judgement j ON j.id = c.judgement_id WHERE c.state = 'running'`,
  );
  const total = rows.reduce((sum, { score }) => sum + score, 0);
  for (const { change, containers, removes, share } of data.fleet.changes) {
    const worth = rows.flatMap(({ score, changes }) =>
      changes.filter((item) => item.change === change.id).map((item) => score - item.score),
    );
    expect(containers).toBe(worth.length);
    expect(removes).toBeCloseTo(
      worth.reduce((sum, value) => sum + value, 0),
      6,
    );
    expect(share).toBeCloseTo(removes / total, 9);
  }
  expect(data.fleet.changes[0]).toMatchObject({
    change: { id: 'remove-runtime-socket' },
    containers: 2,
    closes: 2,
  });
  const order = data.fleet.changes.map(({ removes }) => removes);
  expect(order).toEqual([...order].sort((a, b) => b - a));
});

it('lists every change with its words', async () => {
  const { data, errors } = await app.ask<{ changes: { id: string }[] }>(
    '{ changes { id title walls effort breaks verify remedies { place text none } } }',
    {},
    headers,
  );
  expect(errors).toEqual([]);
  expect(data.changes.length).toBeGreaterThanOrEqual(40);
});
