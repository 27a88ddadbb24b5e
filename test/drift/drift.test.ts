/** Drift from the report of a host to the answer of the API, with a real database and the real jobs. */
import { Queues } from '../../apps/api/src/queue/queues.js';
import { compareQueue } from '../../apps/api/src/drift/compare.queue.js';
import { driftQueue } from '../../apps/api/src/drift/drift.worker.js';
import { until } from '../jobs/harness.js';
import { closedPosture, hostDocument } from '../harness/documents.js';
import type { HandmadeHost, Reported } from '../harness/host.js';
import { Fleet, hostWith, replica, type Seen } from './fleet.js';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
}, 60_000);
afterAll(() => fleet.close());

const unlimited = {
  cgroups: { ...closedPosture().cgroups, memory: { limit: null, swap: null, high: null, boundAt: null } },
};
const gaining = { user: { ...closedPosture().user, noNewPrivileges: false } };

/** One host of its own that runs what it is told, at rest. */
async function running(name: string, containers: Reported[], document = hostDocument): Promise<HandmadeHost> {
  const host = await fleet.host(name);
  expect((await host.report(document, containers)).status).toBe(200);
  await fleet.settled();
  return host;
}

const told = (seen: Seen[]) => seen.map(({ cause, container }) => [cause, container.key]).sort();
const about = (service: string) => ({ search: `shop/${service}` });
const rows = async (service: string) =>
  fleet.app.database.query(
    `SELECT d.* FROM drift d JOIN workload w ON w.id = d.workload_id WHERE w.name = $1 ORDER BY d.found_at, d.id`,
    [`shop/${service}`],
  );

describe('drift', () => {
  it('is live where a running container changed; approving it clears it and stays in the history', async () => {
    const host = await running('live', [replica('live', 'l1'), replica('live', 'l2')]);
    expect(await fleet.drift(about('live'))).toEqual([]);
    await host.report(hostDocument, [replica('live', 'l1', unlimited), replica('live', 'l2')]);
    const [drift] = await fleet.driftUntil(about('live'), (seen) => seen.length > 0);
    expect(drift).toMatchObject({
      cause: 'live',
      state: 'open',
      container: { key: 'l1' },
      workload: { name: 'shop/live' },
    });
    expect(drift!.score).toBeGreaterThan(0);
    expect(drift!.changes.find(({ field }) => field === 'cgroups.memory.limit')).toMatchObject({
      direction: 'weakening',
      before: 67108864,
      after: null,
    });

    const { data, errors } = await fleet.decide('approve', drift!.id, 'it needs the memory');
    expect(errors).toEqual([]);
    expect(data.made).toMatchObject({
      state: 'resolved',
      resolution: 'approved',
      note: 'it needs the memory',
      decidedBy: 'token:analyst',
    });
    await fleet.settled();
    // The other one is now what is not as it should be, and it is the stronger one.
    const after = await fleet.driftUntil(about('live'), (seen) => seen.length > 0);
    expect(told(after)).toEqual([['outlier', 'l2']]);
    expect(after[0]).toMatchObject({ score: 0 });
    const { data: history } = await fleet.ask<{
      workloads: { nodes: { baseline: unknown; baselines: unknown[]; drift: { totalCount: number } }[] };
    }>(
      `{ workloads(search: "shop/live") { nodes { baseline { kind note actor } baselines { kind replacedAt } drift { totalCount } } } }`,
    );
    expect(history.workloads.nodes).toMatchObject([
      {
        baseline: { kind: 'approved', note: 'it needs the memory', actor: 'token:analyst' },
        baselines: [
          { kind: 'approved', replacedAt: null },
          { kind: 'learned', replacedAt: expect.any(String) as string },
        ],
        drift: { totalCount: 2 },
      },
    ]);
    const audited = await fleet.app.database.query(
      `SELECT actor, subject, detail->>'note' AS note FROM audit_event WHERE action = 'drift-approved'`,
    );
    expect(audited).toEqual([{ actor: 'token:analyst', subject: 'shop/live', note: 'it needs the memory' }]);
  }, 120_000);

  it('is a redeploy where another container took the place of one that was as it should be', async () => {
    const host = await running('redeploy', [replica('redeploy', 'r1')]);
    await host.report(hostDocument, [replica('redeploy', 'r2', gaining)]);
    const seen = await fleet.driftUntil(about('redeploy'), (found) => found.length > 0);
    expect(told(seen)).toEqual([['redeploy', 'r2']]);
  }, 120_000);

  it('is a redeploy where the same container was started again', async () => {
    const host = await running('restart', [replica('restart', 's1')]);
    const startedAt = new Date(Date.now() + 5000).toISOString();
    await host.report(hostDocument, [replica('restart', 's1', gaining, { startedAt })]);
    expect(told(await fleet.driftUntil(about('restart'), (found) => found.length > 0))).toEqual([
      ['redeploy', 's1'],
    ]);
  }, 120_000);

  it('is the host’s where a setting of the daemon that decides the field moved', async () => {
    const host = await running('daemon', [replica('daemon', 'd1')], hostWith({ 'no-new-privileges': true }));
    const memory = { ...gaining, ...unlimited };
    await host.report(hostWith({ 'no-new-privileges': false }), [replica('daemon', 'd2', memory)]);
    const seen = await fleet.driftUntil(about('daemon'), (found) => found.length > 1);
    // What the setting does not decide has another cause.
    expect(told(seen)).toEqual([
      ['host', 'd2'],
      ['redeploy', 'd2'],
    ]);
    expect(seen.find(({ cause }) => cause === 'host')!.changes.map(({ field }) => field)).toEqual([
      'user.noNewPrivileges',
    ]);
  }, 120_000);

  it('is an outlier where one of the replicas over two hosts is not like its siblings', async () => {
    const one = await fleet.host('outlier-1');
    const two = await fleet.host('outlier-2');
    await one.report(hostDocument, [replica('outlier', 'o1'), replica('outlier', 'o2')]);
    await two.report(hostDocument, [replica('outlier', 'o3'), replica('outlier', 'o4', gaining)]);
    const seen = await fleet.driftUntil(about('outlier'), (found) => found.length > 0);
    expect(told(seen)).toEqual([['outlier', 'o4']]);
  }, 120_000);

  it('is declared where the kernel does not enforce what was asked for, until somebody accepts that', async () => {
    const posture = closedPosture();
    posture.cgroups.pids = { limit: null, boundAt: null };
    const weak = { ...replica('declared', 'k1'), posture, declared: closedPosture() };
    await running('declared', [weak, { ...replica('enforced', 'k2'), declared: closedPosture() }]);
    const [drift, ...others] = await fleet.driftUntil(about('declared'), (found) => found.length > 0);
    expect(others).toEqual([]);
    expect(drift).toMatchObject({
      cause: 'declared',
      changes: [{ field: 'cgroups.pids.limit', before: 50, after: null, direction: 'weakening' }],
    });
    expect(drift!.score).toBeGreaterThan(0);
    expect(await fleet.drift(about('enforced'))).toEqual([]);
    await fleet.decide('approve', drift!.id);
    await fleet.settled();
    expect(await fleet.drift(about('declared'))).toEqual([]);
  }, 120_000);

  it('is unknown, and never stronger, where a fact can no longer be read', async () => {
    const host = await running('blind', [replica('blind', 'b1')]);
    await host.report(hostDocument, [
      replica('blind', 'b1', {
        seccomp: { mode: { unreadable: 'EACCES' }, filters: { unreadable: 'EACCES' } },
      }),
    ]);
    const [drift] = await fleet.driftUntil(about('blind'), (found) => found.length > 0);
    expect(drift!.changes.map(({ direction }) => direction)).toEqual(['unknown', 'unknown']);
    expect(drift!.upTo).toBeGreaterThan(drift!.score);
  }, 120_000);

  it('sees who was let into a container with more than it has', async () => {
    const host = await running('exec', [replica('exec', 'e1')]);
    const deviations = [
      {
        wall: 'capabilities' as const,
        exe: '/bin/sh',
        difference: 'effective set wider by CAP_SYS_ADMIN',
        count: 1,
        pids: [7],
      },
    ];
    await host.report(hostDocument, [replica('exec', 'e1', {}, { deviations })]);
    const [drift] = await fleet.driftUntil(about('exec'), (found) => found.length > 0);
    expect(drift).toMatchObject({
      cause: 'live',
      changes: [{ field: 'traits.deviations', direction: 'weakening' }],
    });
    await host.report(hostDocument, [replica('exec', 'e1')]);
    await fleet.driftUntil(about('exec'), (found) => found.length === 0);
    expect(await rows('exec')).toMatchObject([{ resolution: 'returned' }]);
  }, 120_000);

  it('stays rejected until it is undone, and opens again where it becomes another', async () => {
    const host = await running('reject', [replica('reject', 'j1')]);
    await host.report(hostDocument, [replica('reject', 'j1', gaining)]);
    const [drift] = await fleet.driftUntil(about('reject'), (found) => found.length > 0);
    await fleet.decide('reject', drift!.id, 'who did this?');
    await fleet.settled();
    expect(await fleet.drift(about('reject'))).toMatchObject([
      { id: drift!.id, state: 'rejected', note: 'who did this?' },
    ]);
    await host.report(hostDocument, [replica('reject', 'j1', { ...gaining, ...unlimited })]);
    const again = await fleet.driftUntil(about('reject'), ([seen]) => seen?.state === 'open');
    expect(again).toMatchObject([{ id: drift!.id, note: null }]);
    await host.report(hostDocument, [replica('reject', 'j1')]);
    await fleet.driftUntil(about('reject'), (found) => found.length === 0);
  }, 120_000);

  it('does not flap: twenty unchanged reports, with sweeps between them, change no row', async () => {
    const containers = [replica('calm', 'c1'), replica('calm', 'c2', gaining), replica('calm', 'c3')];
    const host = await running('calm', containers);
    await fleet.driftUntil(about('calm'), (found) => found.length === 1);
    const before = await rows('calm');
    const made = await fleet.app.database.query('SELECT count(*) FROM comparison');
    for (let n = 0; n < 20; n += 1) {
      const report = host.build(hostDocument, containers);
      expect(
        (await (n % 2 === 0 ? host.report(hostDocument, containers) : host.send(host.heartbeat(report))))
          .status,
      ).toBe(200);
      await fleet.sweep();
    }
    expect(await rows('calm')).toEqual(before);
    expect(await fleet.app.database.query('SELECT count(*) FROM comparison')).toEqual(made);
  }, 180_000);

  it('is compared once for each distinct pair, however many containers share it', async () => {
    const replicas = Array.from({ length: 30 }, (_, n) => replica('many', `m${n}`, n < 20 ? {} : gaining));
    const [{ n: before }] = (await fleet.app.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM comparison',
    )) as [{ n: number }];
    await running('many', replicas);
    await fleet.driftUntil(about('many'), (found) => found.length === 10);
    const [{ n: after }] = (await fleet.app.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM comparison',
    )) as [{ n: number }];
    // The pair may be known from another workload.
    expect(after - before).toBeLessThanOrEqual(1);
  }, 120_000);

  it('is found by the sweep where the queues were emptied', async () => {
    const host = await running('lost', [replica('lost', 'q1')]);
    const root = { filesystem: { ...closedPosture().filesystem, exposedPaths: ['/proc/kcore'] } };
    await host.report(hostDocument, [replica('lost', 'q1', root)]);
    for (const name of [driftQueue, compareQueue])
      await fleet.worker.get(Queues).queue(name).obliterate({ force: true });
    // The schedule itself comes back within half a minute.
    await until(
      () => fleet.drift(about('lost')),
      (found) => found.length === 1,
      90,
    );
  }, 180_000);

  it('ends where its container is gone', async () => {
    const host = await running('gone', [replica('gone', 'g1')]);
    await host.report(hostDocument, [replica('gone', 'g1', gaining)]);
    await fleet.driftUntil(about('gone'), (found) => found.length === 1);
    await host.report(hostDocument, []);
    await fleet.driftUntil(about('gone'), (found) => found.length === 0);
    expect(await rows('gone')).toMatchObject([{ resolution: 'gone', state: 'resolved' }]);
  }, 120_000);
});

describe('a decision', () => {
  let drift: Seen;
  let host: HandmadeHost;
  beforeAll(async () => {
    host = await running('decide', [replica('decide', 'x1')]);
    await host.report(hostDocument, [replica('decide', 'x1', gaining)]);
    [drift] = (await fleet.driftUntil(about('decide'), (found) => found.length > 0)) as [Seen];
  }, 120_000);

  it.each(['approve', 'reject'] as const)('needs an analyst: a viewer cannot %s', async (what) => {
    expect((await fleet.decide(what, drift.id, 'x', 'viewer')).code).toBe('FORBIDDEN');
    expect(await fleet.drift(about('decide'))).toMatchObject([{ state: 'open' }]);
  });

  it.each([
    ['no note', '  '],
    ['a note without end', 'x'.repeat(2001)],
    ['a note that is no text', 'a\u0000'],
  ])('refuses %s', async (_, note) => {
    expect((await fleet.decide('approve', drift.id, note)).code).toBe('BAD_USER_INPUT');
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'nothing'])('refuses the id %s', async (id) => {
    expect((await fleet.decide('reject', id)).code).toBe('BAD_USER_INPUT');
  });

  it('holds once, of two that approve at the same moment', async () => {
    const answers = await Promise.all([fleet.decide('approve', drift.id), fleet.decide('approve', drift.id)]);
    expect(answers.map(({ code }) => code).sort()).toEqual(['BAD_USER_INPUT', undefined]);
  });
});

describe('the lists', () => {
  it('narrow drift by each choice, and count what each would leave', async () => {
    const counts = async (filter: object) => (await fleet.drift({ ...filter })).length;
    const { data, errors } = await fleet.ask<{ driftFacets: Record<string, Record<string, unknown>[]> }>(
      `{ driftFacets { causes { cause count } states { state count } directions { direction count } walls { wall count } fields { field count } } }`,
    );
    expect(errors).toEqual([]);
    const choices = {
      causes: 'cause',
      states: 'state',
      directions: 'direction',
      walls: 'wall',
      fields: 'field',
    };
    for (const [facet, name] of Object.entries(choices)) {
      expect(data.driftFacets[facet]!.length).toBeGreaterThan(0);
      for (const choice of data.driftFacets[facet]!)
        expect(await counts({ [facet]: [choice[name]] })).toBe(choice['count']);
    }
  });

  it('page through all drift without repeating any', async () => {
    const all = await fleet.drift({ states: ['open', 'rejected', 'resolved'] });
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const {
        data,
      }: {
        data: {
          drift: { nodes: Seen[]; pageInfo: { hasNextPage: boolean; endCursor: string }; totalCount: number };
        };
      } = await fleet.ask(
        `query ($after: String) { drift(filter: { states: [open, rejected, resolved] }, first: 3, after: $after) {
             totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      expect(data.drift.totalCount).toBe(all.length);
      seen.push(...data.drift.nodes.map(({ id }) => id));
      if (!data.drift.pageInfo.hasNextPage) break;
      after = data.drift.pageInfo.endCursor;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it('show a container with its drift and its workload, and workloads by what they are', async () => {
    const { data, errors } = await fleet.ask<{
      workloads: {
        totalCount: number;
        nodes: {
          name: string;
          driftingCount: number;
          containerCount: number;
          hostCount: number;
          containers: { drift: unknown[]; workload: { name: string } }[];
        }[];
      };
    }>(
      `{ workloads(search: "outlier", filter: { drifting: true, running: true, schemes: [compose], baselines: [learned] }) { totalCount nodes {
           name driftingCount containerCount hostCount containers { drift { cause } workload { name } } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data.workloads).toMatchObject({
      totalCount: 1,
      nodes: [{ name: 'shop/outlier', driftingCount: 1, containerCount: 4, hostCount: 2 }],
    });
    expect(data.workloads.nodes[0]!.containers.filter(({ drift }) => drift.length > 0)).toEqual([
      { drift: [{ cause: 'outlier' }], workload: { name: 'shop/outlier' } },
    ]);
  });
});
