/** Counts beside the choices of a filter: each is what the list has once it is chosen, now and as of a time. */
import { bearer, TestApp } from './app.js';
import { addContainer, addHost } from './fleet.js';

let app: TestApp;
let headers: Record<string, string>;
/** A time when all that is gone now still ran. */
let before: Date;

beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
  before = new Date(Date.now() - 60_000);
  const walls = ['user', 'seccomp', 'filesystem'] as const;
  const states = ['closed', 'thin', 'open', 'unknown'];
  for (const [index, { groups, ...sample }] of [
    { name: 'one', groups: ['prod', 'db'] },
    { name: 'two', groups: ['prod'] },
    { name: 'silent', seenSecondsAgo: 1000, groups: ['edge'] },
    { name: 'alone', groups: [] },
  ].entries()) {
    const host = await addHost(app.database, sample);
    await app.database.query('INSERT INTO host_group_member SELECT $1, unnest($2::text[])', [host, groups]);
    for (let i = 0; i < 12; i++) {
      const n = index * 12 + i;
      await addContainer(app.database, host, {
        name: `c${n}`,
        kind: ['container', 'container', 'pod-sandbox', 'service', 'process'][n % 5]!,
        state: n % 7 === 0 ? 'gone' : 'running',
        risk: n % 11 === 0 ? null : (n * 37) % 100,
        walls: Object.fromEntries(walls.map((wall, w) => [wall, states[(n + w * w) % 4]!])),
        self: n === 8,
        paths: {
          'way-0': n % 2 === 0 ? 'open' : 'possible',
          'way-1': n % 3 === 0 ? 'open' : 'blocked',
        },
        // The second of two rules fails on some, and could not be decided on the rest.
        failed: [
          { ruleId: `rule-${n % 2}`, severity: 'high', wall: 'user' },
          { ruleId: 'rule-2', severity: 'low', wall: 'lsm', state: n % 3 === 0 ? 'fail' : 'unknown' },
        ],
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
  bands?: string[];
  openPaths?: string[];
  rules?: string[];
  openWalls?: string[];
  unknownWalls?: string[];
  states?: string[];
  kinds?: string[];
  groups?: string[];
}
interface Facets {
  bands: { band: string; count: number }[];
  openPaths: { path: string; count: number }[];
  rules: { rule: string; count: number }[];
  openWalls: { wall: string; count: number }[];
  unknownWalls: { wall: string; count: number }[];
  states: { state: string; count: number }[];
  kinds: { kind: string; count: number }[];
  groups: { group: string; count: number }[];
}
const counted =
  'bands { band count } openPaths { path count } rules { rule count } openWalls { wall count } unknownWalls { wall count } states { state count } kinds { kind count } groups { group count }';

async function ask(
  search: string | null,
  filter: Filter,
  asOf: Date | null,
): Promise<{ total: number; facets: Facets }> {
  const { data, errors } = await app.ask<{ containers: { totalCount: number }; containerFacets: Facets }>(
    `query ($search: String, $filter: ContainerFilter, $asOf: DateTime) {
       containers(search: $search, filter: $filter, asOf: $asOf) { totalCount }
       containerFacets(search: $search, filter: $filter, asOf: $asOf) { ${counted} } }`,
    { search, filter, asOf },
    headers,
  );
  expect(errors).toEqual([]);
  return { total: data.containers.totalCount, facets: data.containerFacets };
}

const values = {
  bands: ['low', 'medium', 'high', 'critical'],
  openPaths: ['way-0', 'way-1', 'no-such-way'],
  rules: ['rule-0', 'rule-1', 'rule-2', 'no-such-rule'],
  openWalls: ['user', 'seccomp', 'filesystem', 'lsm'],
  unknownWalls: ['user', 'seccomp', 'filesystem', 'lsm'],
  states: ['running', 'unknown', 'gone'],
  kinds: ['container', 'pod_sandbox', 'service', 'process'],
  groups: ['prod', 'db', 'edge', 'nobody'],
} as const;

/** What the list has where the value is chosen alone of its kind, or of walls besides those chosen. */
const choosing = (filter: Filter, kind: keyof typeof values, value: string): Filter => ({
  ...filter,
  [kind]: kind.endsWith('Walls') ? [...new Set([...(filter[kind] ?? []), value])] : [value],
});

describe.each<[string, () => Date | null]>([
  ['now', () => null],
  ['of a time', () => before],
])('containerFacets %s', (_, asOf) => {
  it.each<[string, string | null, Filter]>([
    ['nothing', null, {}],
    ['a band', null, { bands: ['high', 'critical'] }],
    ['a wall', null, { openWalls: ['user'] }],
    ['ways out', null, { openPaths: ['way-0', 'way-1'] }],
    ['rules', null, { rules: ['rule-0', 'rule-2'] }],
    ['an unknown wall and a group', null, { unknownWalls: ['seccomp'], groups: ['prod', 'edge'] }],
    ['states and kinds', null, { states: ['gone', 'running'], kinds: ['service', 'container'] }],
    ['a search', 'c1', { groups: ['prod'] }],
    ['what leaves nothing', 'no such container', {}],
  ])('counts what each choice would leave where %s is chosen', async (_name, search, filter) => {
    const { facets } = await ask(search, filter, asOf());
    for (const kind of Object.keys(values) as (keyof typeof values)[])
      for (const value of values[kind]) {
        const entry = (facets[kind] as { count: number }[]).find((each) =>
          Object.values<unknown>(each).includes(value),
        );
        const { total } = await ask(search, choosing(filter, kind, value), asOf());
        expect([kind, value, entry?.count ?? 0]).toEqual([kind, value, total]);
      }
  });
});

it('counts of then what ran then, and of now what is gone now', async () => {
  const of = ({ facets }: { facets: Facets }) =>
    Object.fromEntries(facets.states.map(({ state, count }) => [state, count]));
  const [then, now] = [of(await ask(null, {}, before)), of(await ask(null, {}, null))];
  expect(then['gone']).toBeUndefined();
  expect(now['gone']).toBeGreaterThan(0);
  expect(then['running']).toBe(now['running']! + now['unknown']! + now['gone']!);
});

it('refuses a time that is yet to come', async () => {
  const answer = await app.ask(
    '{ containerFacets(asOf: "2100-01-01T00:00:00Z") { kinds { count } } }',
    undefined,
    headers,
  );
  expect(answer.code).toBe('BAD_USER_INPUT');
});
