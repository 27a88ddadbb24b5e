/** Counts beside the choices of findings: each is what the list has once it is chosen, now and as of a time. */
import { bearer, TestApp } from './app.js';
import { addContainer, addHost } from './fleet.js';

let app: TestApp;
let headers: Record<string, string>;
/** A time when all that is gone now still ran. */
let before: Date;

const rules = [
  { ruleId: 'host-network-namespace', severity: 'high', wall: 'namespaces' },
  { ruleId: 'no-memory-limit', severity: 'medium', wall: 'cgroups' },
  { ruleId: 'seccomp-disabled', severity: 'high', wall: 'seccomp' },
  { ruleId: 'lsm-unconfined', severity: 'low', wall: 'lsm' },
] as const;
const states = ['fail', 'fail', 'unknown', 'pass', 'not-applicable'];

beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
  before = new Date(Date.now() - 60_000);
  for (const [index, groups] of [['prod', 'db'], ['prod'], []].entries()) {
    const host = await addHost(app.database, { name: `host-${index}` });
    await app.database.query('INSERT INTO host_group_member SELECT $1, unnest($2::text[])', [host, groups]);
    for (let i = 0; i < 10; i++) {
      const n = index * 10 + i;
      await addContainer(app.database, host, {
        name: `c${n}`,
        kind: n % 6 === 5 ? 'process' : 'container',
        state: n % 4 === 0 ? 'gone' : 'running',
        self: n === 7,
        risk: n % 9 === 0 ? null : 50,
        failed: rules.map((rule, r) => ({ ...rule, state: states[(n + r * r) % states.length]! })),
      });
    }
  }
  // What is gone went now, so that it was there before.
  await app.database.query(
    `UPDATE posture_period SET to_at = now() FROM container c WHERE c.id = container_id AND c.state = 'gone'`,
  );
}, 60_000);
afterAll(() => app.close());

interface Filter {
  rule?: string;
  severities?: string[];
  walls?: string[];
  states?: string[];
  groups?: string[];
}
interface Answer {
  findings: { totalCount: number; nodes: { container: { state: string; asOf: string | null } }[] };
  findingFacets: Record<string, { count: number }[]>;
}

async function ask(filter: Filter, asOf: Date | null): Promise<Answer> {
  const { data, errors } = await app.ask<Answer>(
    `query ($filter: FindingFilter, $asOf: DateTime) {
       findings(filter: $filter, asOf: $asOf, first: 100) { totalCount nodes { container { state } } }
       findingFacets(filter: $filter, asOf: $asOf) {
         rules { rule count } severities { severity count } walls { wall count } states { state count } groups { group count } } }`,
    { filter, asOf },
    headers,
  );
  expect(errors).toEqual([]);
  return data;
}

const values = {
  rules: rules.map(({ ruleId }) => ruleId),
  severities: ['low', 'medium', 'high', 'critical'],
  walls: ['namespaces', 'cgroups', 'seccomp', 'lsm', 'user'],
  states: ['fail', 'unknown', 'pass', 'not_applicable'],
  groups: ['prod', 'db', 'nobody'],
};

const choosing = (filter: Filter, kind: string, value: string): Filter =>
  kind === 'rules' ? { ...filter, rule: value } : { ...filter, [kind]: [value] };

describe.each<[string, () => Date | null]>([
  ['now', () => null],
  ['of a time', () => before],
])('findingFacets %s', (_, asOf) => {
  it.each<[string, Filter]>([
    ['nothing', {}],
    ['a rule', { rule: 'no-memory-limit' }],
    ['severities and a wall', { severities: ['high', 'low'], walls: ['seccomp'] }],
    ['what could not be decided', { states: ['unknown'] }],
    ['a group', { groups: ['prod'] }],
    ['what leaves nothing', { rule: 'no-such-rule' }],
  ])('counts what each choice would leave where %s is chosen', async (_name, filter) => {
    const { findingFacets } = await ask(filter, asOf());
    for (const [kind, choices] of Object.entries(values))
      for (const value of choices) {
        const entry = findingFacets[kind]!.find((each) => Object.values<unknown>(each).includes(value));
        const { findings } = await ask(choosing(filter, kind, value), asOf());
        expect([kind, value, entry?.count ?? 0]).toEqual([kind, value, findings.totalCount]);
      }
  });
});

it('lists of then what was found on what ran then, as it was', async () => {
  const [now, then] = [await ask({}, null), await ask({}, before)];
  expect(then.findings.totalCount).toBeGreaterThan(now.findings.totalCount);
  expect(new Set(then.findings.nodes.map(({ container }) => container.state))).toEqual(new Set(['running']));
  const { errors } = await app.ask(
    'query ($asOf: DateTime) { findings(asOf: $asOf) { totalCount } }',
    { asOf: new Date(Date.now() + 3600_000) },
    headers,
  );
  expect(errors).toMatchObject([{ message: '`asOf` lies in the future.' }]);
});
