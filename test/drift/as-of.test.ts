/** The fleet as it was: containers, their verdicts and what became of them between two times. */
import { closedPosture, hostDocument } from '../harness/documents.js';
import type { HandmadeHost } from '../harness/host.js';
import { until } from '../jobs/harness.js';
import { Fleet, replica } from './fleet.js';

let fleet: Fleet;
let host: HandmadeHost;
/** Before anything, with two containers, after one changed and one came, after one went. */
const times: Date[] = [];
const gaining = { user: { ...closedPosture().user, noNewPrivileges: false } };

/** A time that no report shares. */
async function mark(): Promise<void> {
  await fleet.settled();
  const last = Date.now();
  const passed = (least: number) =>
    until(
      () => Promise.resolve(Date.now()),
      (now) => now > last + least,
    );
  await passed(2);
  times.push(new Date());
  await passed(5);
}

beforeAll(async () => {
  fleet = await Fleet.start();
  times.push(new Date());
  host = await fleet.host('then');
  await host.report(hostDocument, [replica('a', 'one'), replica('a', 'two')]);
  await mark();
  await host.report(hostDocument, [replica('a', 'one', gaining), replica('a', 'two'), replica('a', 'three')]);
  await fleet.driftUntil({}, (seen) => seen.length > 0);
  await mark();
  await host.report(hostDocument, [replica('a', 'one'), replica('a', 'three')]);
  await fleet.driftUntil({}, (seen) => seen.length === 0);
  await mark();
}, 120_000);
afterAll(() => fleet.close());

interface Row {
  id: string;
  key: string;
  state: string;
  asOf: string | null;
  postureHash: string;
  risk: { score: number; judged: boolean };
  walls: { wall: string; state: string }[];
  findings: { rule: { id: string } }[];
  posture: { user: { noNewPrivileges: boolean } };
  drift: { cause: string }[];
}

const fields = `id key state asOf postureHash posture risk { score judged } walls { wall state } findings { rule { id } } drift { cause }`;
async function at(
  time: Date | null,
  filter: object = { states: ['running', 'gone'] },
): Promise<Map<string, Row>> {
  const { data, errors } = await fleet.ask<{ containers: { nodes: Row[]; totalCount: number } }>(
    `query ($asOf: DateTime, $filter: ContainerFilter) { containers(asOf: $asOf, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
       totalCount nodes { ${fields} } } }`,
    { asOf: time, filter },
  );
  expect(errors).toEqual([]);
  expect(data.containers.totalCount).toBe(data.containers.nodes.length);
  return new Map(data.containers.nodes.map((row) => [row.key, row]));
}
const states = (rows: Map<string, Row>) =>
  Object.fromEntries([...rows].map(([key, { state }]) => [key, state]));

describe('containers as of a time', () => {
  it('are those that ran then, gone where they were gone', async () => {
    expect(states(await at(times[0]!))).toEqual({});
    expect(states(await at(times[1]!))).toEqual({ one: 'running', two: 'running' });
    expect(states(await at(times[2]!))).toEqual({ one: 'running', two: 'running', three: 'running' });
    expect(states(await at(times[3]!))).toEqual({ one: 'running', two: 'gone', three: 'running' });
    expect(states(await at(null))).toEqual({ one: 'running', two: 'gone', three: 'running' });
    expect(states(await at(times[2]!, {}))).toEqual({ one: 'running', two: 'running', three: 'running' });
  });

  it('have the posture, the walls, the findings, the risk and the drift of then', async () => {
    const [before, during, after] = [await at(times[1]!), await at(times[2]!), await at(times[3]!)];
    const seen = (rows: Map<string, Row>) => {
      const row = rows.get('one')!;
      return {
        gains: !row.posture.user.noNewPrivileges,
        found: row.findings.some(({ rule }) => rule.id === 'no-new-privileges-off'),
        wall: row.walls.find(({ wall }) => wall === 'user')?.state,
        drift: row.drift.map(({ cause }) => cause),
        judged: row.risk.judged,
      };
    };
    expect(seen(before)).toEqual({ gains: false, found: false, wall: 'closed', drift: [], judged: true });
    expect(seen(during)).toEqual({ gains: true, found: true, wall: 'thin', drift: ['live'], judged: true });
    expect(seen(after)).toEqual(seen(before));
    expect(during.get('one')!.risk.score).toBeGreaterThan(before.get('one')!.risk.score);
    expect(new Date(during.get('one')!.asOf!)).toEqual(times[2]);
  });

  it('sort and page by the risk of then', async () => {
    const { data } = await fleet.ask<{ containers: { nodes: { key: string }[] } }>(
      `query ($asOf: DateTime) { containers(asOf: $asOf, first: 1, search: "risk:>0") { nodes { key } } }`,
      { asOf: times[2] },
    );
    expect(data.containers.nodes).toEqual([{ key: 'one' }]);
  });

  it('are found one by one, beside what they are now', async () => {
    const { id } = (await at(null)).get('one')!;
    const { data, errors } = await fleet.ask<{ now: Row; then: Row; before: Row | null }>(
      `query ($id: ID!, $then: DateTime!, $before: DateTime!) { now: container(id: $id) { ${fields} } then: container(id: $id, asOf: $then) { ${fields} }
         before: container(id: $id, asOf: $before) { ${fields} } }`,
      { id, then: times[2], before: times[0] },
    );
    expect(errors).toEqual([]);
    expect(data.before).toBeNull();
    expect(data.now.asOf).toBeNull();
    expect(
      [data.now, data.then].map(({ findings }) =>
        findings.some(({ rule }) => rule.id === 'no-new-privileges-off'),
      ),
    ).toEqual([false, true]);
  });

  it('cannot be asked of the future', async () => {
    const answer = await fleet.ask(`{ containers(asOf: "2100-01-01T00:00:00Z") { totalCount } }`);
    expect(answer.code).toBe('BAD_USER_INPUT');
  });
});

describe('the difference between two times', () => {
  const query = `query ($from: DateTime!, $to: DateTime, $filter: DifferenceFilter) { difference(from: $from, to: $to, filter: $filter) {
    appeared gone changed unchanged unjudged riskBefore riskAfter
    containers { totalCount nodes { fate riskBefore riskAfter container { key } state { score changes { field direction } } } } } }`;
  interface Said {
    appeared: number;
    gone: number;
    changed: number;
    unchanged: number;
    unjudged: number;
    riskBefore: number;
    riskAfter: number;
    containers: {
      totalCount: number;
      nodes: {
        fate: string;
        container: { key: string };
        state: { score: number; changes: unknown[] } | null;
      }[];
    };
  }
  const ask = async (from: Date, to: Date | null, filter: object = {}): Promise<Said> => {
    const { data, errors } = await fleet.ask<{ difference: Said }>(query, { from, to, filter });
    expect(errors).toEqual([]);
    return data.difference;
  };
  const fates = ({ containers }: Said) =>
    Object.fromEntries(containers.nodes.map(({ fate, container }) => [container.key, fate]));

  it('of the fleet counts what came, went, changed and stayed, and says what became riskier first', async () => {
    const grown = await ask(times[1]!, times[2]!);
    expect(grown).toMatchObject({ appeared: 1, gone: 0, changed: 1, unchanged: 1, unjudged: 0 });
    expect(fates(grown)).toEqual({ one: 'changed', three: 'appeared' });
    expect(grown.riskAfter).toBeGreaterThan(grown.riskBefore);
    const changed = grown.containers.nodes.find(({ fate }) => fate === 'changed')!;
    expect(changed.state!.changes).toEqual([{ field: 'user.noNewPrivileges', direction: 'weakening' }]);
    expect(changed.state!.score).toBeGreaterThan(0);
    const over = await ask(times[1]!, times[3]!);
    expect(over).toMatchObject({ appeared: 1, gone: 1, changed: 0, unchanged: 1 });
  });

  it('of one container, and of a workload up to now', async () => {
    const { id } = (await at(null)).get('one')!;
    expect(fates(await ask(times[2]!, times[3]!, { containerId: id }))).toEqual({ one: 'changed' });
    const { data } = await fleet.ask<{ workloads: { nodes: { id: string }[] } }>(
      `{ workloads(search: "shop/a") { nodes { id } } }`,
    );
    const workloadId = data.workloads.nodes[0]!.id;
    expect(await ask(times[2]!, null, { workloadId })).toMatchObject({
      appeared: 0,
      gone: 1,
      changed: 1,
      unchanged: 1,
    });
    expect(fates(await ask(times[2]!, null, { workloadId, fates: ['gone'] }))).toEqual({ two: 'gone' });
  });

  it('says that its history was removed rather than that nothing ran', async () => {
    await fleet.app.database.query('DELETE FROM posture_period WHERE to_at IS NOT NULL');
    const answer = await fleet.ask(query, { from: times[1], to: times[3] });
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.errors[0]!.message).toMatch(/no longer kept whole: it goes back to \d{4}-/);
    const list = await fleet.ask(`query ($asOf: DateTime) { containers(asOf: $asOf) { totalCount } }`, {
      asOf: times[1],
    });
    expect(list.errors[0]!.message).toContain('no longer kept whole');
  });
});
