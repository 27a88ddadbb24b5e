import { addContainer, addHost } from './fleet.js';
import { bearer, TestApp } from './app.js';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
});
afterAll(() => app.close());
beforeEach(() => app.database.query('TRUNCATE host, judgement, posture CASCADE'));

interface Node {
  id: string;
  name: string;
  state: string;
  severity: string;
  risk: unknown;
  walls: unknown[];
}
interface Connection {
  nodes: Node[];
  edges: { node: Node }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
}

const ask = async <Data = Record<'containers' | 'hosts' | 'findings', Connection>>(
  query: string,
  variables?: Record<string, unknown>,
) => {
  const answer = await app.ask<Data>(query, variables, headers);
  expect(answer.errors).toEqual([]);
  return answer.data;
};
const names = async (search: string | null, filter?: object) => {
  const { containers } = await ask(
    `query ($search: String, $filter: ContainerFilter) {
       containers(search: $search, filter: $filter, orderBy: { field: NAME, direction: ASC }) { nodes { name } totalCount } }`,
    { search, filter },
  );
  expect(containers.totalCount).toBe(containers.nodes.length);
  return containers.nodes.map((node) => node.name);
};

describe('containers', () => {
  const pageQuery = `query ($after: String, $order: ContainerOrder) {
    containers(first: 7, after: $after, orderBy: $order) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }`;

  async function walk(order: object, between: () => Promise<unknown> = async () => {}): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { containers }: Record<'containers' | 'hosts' | 'findings', Connection> = await ask(pageQuery, {
        after,
        order,
      });
      expect(containers.pageInfo.hasPreviousPage).toBe(after !== null);
      ids.push(...containers.edges.map((edge) => edge.node.id));
      if (!containers.pageInfo.hasNextPage) return ids;
      after = containers.pageInfo.endCursor;
      await between();
    }
  }

  it.each(
    ['RISK', 'NAME', 'LAST_SEEN'].flatMap((field) =>
      ['ASC', 'DESC'].map((direction) => ({ field, direction })),
    ),
  )('gives every row once over all pages while others come, by $field $direction', async (order) => {
    const hosts = [await addHost(app.database), await addHost(app.database, { seenSecondsAgo: 9 })];
    const wanted: string[] = [];
    for (let i = 0; i < 40; i++)
      wanted.push(
        await addContainer(app.database, hosts[i % 2]!, {
          name: `c${i % 5}`,
          // Many ties, many without a verdict, and fractions that a float4 rounds.
          risk: i % 4 === 0 ? null : (i % 6) * 14.3,
        }),
      );
    const walked = await walk(order, () =>
      addContainer(app.database, hosts[0]!, {
        name: `c${Math.floor(Math.random() * 5)}`,
        risk: Math.random() * 100,
      }),
    );
    expect(new Set(walked).size).toBe(walked.length);
    expect(wanted.filter((id) => !walked.includes(id))).toEqual([]);
  });

  it.each(['ASC', 'DESC'])(
    'gives every row once where many share a verdict, by risk %s',
    async (direction) => {
      const host = await addHost(app.database);
      const wanted: string[] = [];
      for (let i = 0; i < 30; i++)
        wanted.push(await addContainer(app.database, host, { risk: i % 3 === 0 ? null : i % 3 }));
      await app.database
        .query(`UPDATE container c SET judgement_id = (SELECT min(o.id) FROM judgement o, judgement j
      WHERE j.id = c.judgement_id AND o.score IS NOT DISTINCT FROM j.score)`);
      const order = { field: 'RISK', direction };
      const walked = await walk(order);
      expect(walked).toHaveLength(30);
      expect(new Set(walked)).toEqual(new Set(wanted));
      // Read by host they come in the same order.
      const { containers } = await ask(
        `query ($filter: ContainerFilter, $order: ContainerOrder) {
         containers(first: 50, filter: $filter, orderBy: $order) { nodes { id } } }`,
        { filter: { hostId: host }, order },
      );
      expect(containers.nodes.map(({ id }) => id)).toEqual(walked);
    },
  );

  it('sorts the worst first, and those without a verdict before them', async () => {
    const host = await addHost(app.database);
    for (const [name, risk] of [
      ['low', 1],
      ['none', null],
      ['high', 90],
    ] as const)
      await addContainer(app.database, host, { name, risk });
    const { containers } = await ask(
      '{ containers { nodes { name risk { judged } walls { state reasons } } } }',
    );
    expect(containers.nodes.map((node) => node.name)).toEqual(['none', 'high', 'low']);
    const none = containers.nodes[0]!;
    expect(none.risk).toEqual({ judged: false });
    expect(none.walls).toHaveLength(8);
    expect(new Set(none.walls.map((wall) => JSON.stringify(wall)))).toEqual(
      new Set([JSON.stringify({ state: 'unknown', reasons: ['not judged yet'] })]),
    );
  });

  it('shows running containers and sandboxes unless asked for the rest', async () => {
    const host = await addHost(app.database);
    for (const kind of ['container', 'pod-sandbox', 'service', 'process'])
      await addContainer(app.database, host, { name: kind, kind });
    await addContainer(app.database, host, { name: 'gone', state: 'gone' });
    expect(await names(null)).toEqual(['container', 'pod-sandbox']);
    expect(await names(null, { kinds: ['service', 'pod_sandbox'] })).toEqual(['pod-sandbox', 'service']);
    expect(await names(null, { states: ['gone'] })).toEqual(['gone']);
    expect(await names(null, { states: [] })).toEqual([]);
  });

  it('does not claim that what runs on a silent, locked or revoked host still runs', async () => {
    for (const [name, host] of Object.entries({
      heard: { seenSecondsAgo: 80 },
      silent: { seenSecondsAgo: 100 },
      locked: { state: 'locked' },
      revoked: { state: 'revoked' },
    }))
      await addContainer(app.database, await addHost(app.database, { name, ...host }), { name });
    expect(await names(null, { states: ['running'] })).toEqual(['heard']);
    expect(await names(null, { states: ['unknown'] })).toEqual(['locked', 'revoked', 'silent']);
    const { hosts } = await ask('{ hosts { nodes { name state } } }');
    expect(Object.fromEntries(hosts.nodes.map((h) => [h.name, h.state]))).toEqual({
      heard: 'active',
      silent: 'silent',
      locked: 'locked',
      revoked: 'revoked',
    });
  });

  it.each([
    ['WEB', ['web-1', 'web_2']],
    ['web nginx', ['web-1']],
    ['db1', ['pg']],
    ['-web', ['100%', 'pg', 'q"uo\'te\\']],
    ['name:web -image:nginx', ['web_2']],
    ['host:db1', ['pg']],
    ['runtime:podman', ['web_2']],
    ['risk:>70', ['pg']],
    ['risk:[10 TO 20]', ['web-1']],
    ['-risk:>5', ['100%', 'q"uo\'te\\', 'web_2']],
    ['web OR pg', ['pg', 'web-1', 'web_2']],
    ['NOT (web OR pg)', ['100%', 'q"uo\'te\\']],
    ['nginx:1.25', ['web-1']],
    ['docker.io/library/nginx:1.25', ['web-1']],
    ['image:ghcr.io/x/pg@sha256:abc', ['pg']],
    ['%', ['100%']],
    ['_', ['web_2']],
    ['\\', ['q"uo\'te\\']],
    ["'", ['q"uo\'te\\']],
    ['q"u', ['q"uo\'te\\']],
    ['"q\\"u"', ['q"uo\'te\\']],
    ['w*2', ['web_2']],
    ["'; DROP TABLE container; --", []],
    ['null', []],
  ])('finds by %s', async (search, found) => {
    const host = await addHost(app.database, { name: 'app1' });
    await addContainer(app.database, host, {
      name: 'web-1',
      risk: 15,
      image: 'docker.io/library/nginx:1.25',
    });
    await addContainer(app.database, host, { name: 'web_2', risk: null, image: 'alpine', runtime: 'podman' });
    await addContainer(app.database, host, { name: '100%', risk: 1, image: null });
    await addContainer(app.database, host, { name: 'q"uo\'te\\', risk: 2, image: null });
    const db = await addHost(app.database, { name: 'db1' });
    await addContainer(app.database, db, { name: 'pg', risk: 80, image: 'ghcr.io/x/pg@sha256:abc' });
    expect(await names(search)).toEqual(found);
  });

  it.each([
    ['"open', 'a quotation mark is not closed'],
    ['(a', 'a parenthesis is not closed'],
    ['a)', 'a parenthesis closes that was not opened'],
    ['a AND', 'a word is missing at its end'],
    ['risk:high', '`risk:` takes a number'],
    ['x'.repeat(501), 'it has more than 500 characters'],
    ['a\u0000b', 'it holds a character that is not text'],
  ])('refuses the search %s and says why', async (search, why) => {
    const answer = await app.ask(
      'query ($s: String) { containers(search: $s) { totalCount } }',
      { s: search },
      headers,
    );
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.errors[0]?.message).toContain(why);
  });

  it.each([
    ['no cursor', 'rubbish'],
    [
      'of another order',
      Buffer.from('["NAME ASC","a","00000000-0000-0000-0000-000000000000"]').toString('base64url'),
    ],
    ['with a forged id', Buffer.from('["RISK DESC",1,"x"]').toString('base64url')],
    [
      'with a forged number',
      Buffer.from('["RISK DESC","1","00000000-0000-0000-0000-000000000000"]').toString('base64url'),
    ],
    ['too short', Buffer.from('["RISK DESC"]').toString('base64url')],
  ])('refuses a cursor that is %s', async (_, after) => {
    const answer = await app.ask(
      'query ($a: String) { containers(after: $a) { totalCount } }',
      { a: after },
      headers,
    );
    expect(answer.code).toBe('BAD_USER_INPUT');
  });

  it.each([-1, 201])('refuses a page of %i', async (first) => {
    const answer = await app.ask(
      'query ($n: Int) { containers(first: $n) { totalCount } }',
      { n: first },
      headers,
    );
    expect(answer.code).toBe('BAD_USER_INPUT');
  });

  it('filters by band, host and walls', async () => {
    const [a, b] = [await addHost(app.database, { name: 'a' }), await addHost(app.database, { name: 'b' })];
    await addContainer(app.database, a, { name: 'open', risk: 80, walls: { user: 'open', lsm: 'unknown' } });
    await addContainer(app.database, b, { name: 'shut', risk: 3 });
    await addContainer(app.database, b, { name: 'new', risk: null });
    expect(await names(null, { bands: ['critical', 'high'] })).toEqual(['open']);
    expect(await names(null, { hostId: b })).toEqual(['new', 'shut']);
    expect(await names(null, { hostId: 'no-uuid' })).toEqual([]);
    expect(await names(null, { openWalls: ['user'] })).toEqual(['open']);
    expect(await names(null, { openWalls: ['user', 'lsm'] })).toEqual([]);
    expect(await names(null, { unknownWalls: ['lsm'] })).toEqual(['new', 'open']);
  });

  it('answers a page with everything on it in a number of statements that does not grow with it', async () => {
    const host = await addHost(app.database);
    const failed = [{ ruleId: 'host-pid-namespace', severity: 'high', wall: 'namespaces' as const }];
    const query = `{ containers { totalCount nodes { id host { name bands { low } } posture instance declared
      walls { state } risk { score } findings { rule { id } container { name } } unknownFindings { id } } } }`;
    const statements = async (containers: number) => {
      for (let i = 0; i < containers; i++) await addContainer(app.database, host, { failed });
      const counted: string[] = [];
      const { pool } = app.database;
      const original = pool.query.bind(pool);
      pool.query = ((...args: Parameters<typeof original>) => {
        counted.push(JSON.stringify(args[0]));
        return original(...args);
      }) as unknown as typeof pool.query;
      await ask(query);
      pool.query = original;
      return counted.length;
    };
    expect(await statements(20)).toBe(await statements(1));
  });
});

describe('container', () => {
  it('is null for an id that names nothing', async () => {
    const { a, b } = await ask<Record<'a' | 'b', unknown>>(
      '{ a: container(id: "x") { id } b: container(id: "00000000-0000-0000-0000-000000000000") { id } }',
    );
    expect([a, b]).toEqual([null, null]);
  });

  it('shows documents, verdict, findings and history', async () => {
    const host = await addHost(app.database, { name: 'h1' });
    const id = await addContainer(app.database, host, {
      walls: { namespaces: 'open' },
      failed: [
        { ruleId: 'old-rule', severity: 'low', wall: 'user' },
        { ruleId: 'host-pid-namespace', severity: 'high', wall: 'namespaces' },
        { ruleId: 'undecided', severity: 'high', wall: 'lsm', state: 'unknown' },
      ],
    });
    const { container } = await ask<{
      container: { posture: unknown; walls: unknown[]; history: { nodes: { posture: unknown }[] } };
    }>(
      `query ($id: ID!) { container(id: $id) { id name image { reference digest } host { name containerCount maxRisk }
         posture declared walls { wall state } findings { id rule { id severity } evidence { field value text } }
         unknownFindings { rule { id } } history { totalCount nodes { posture to } } lastSeen } }`,
      { id },
    );
    expect(container).toMatchObject({
      id,
      image: { reference: 'nginx:1.25', digest: 'sha256:1' },
      host: { name: 'h1', containerCount: 1, maxRisk: 10 },
      declared: null,
      findings: [
        { id: `${id}:host-pid-namespace`, evidence: [{ field: 'f', value: 1, text: 't' }] },
        { rule: { id: 'old-rule', severity: 'low' } },
      ],
      unknownFindings: [{ rule: { id: 'undecided' } }],
      history: { totalCount: 1, nodes: [{ to: null }] },
    });
    expect(container.history.nodes[0]!.posture).toEqual(container.posture);
    expect(container.walls[0]).toEqual({ wall: 'namespaces', state: 'open' });
  });
});

describe('findings', () => {
  it('walks all pages, most severe first, and filters', async () => {
    const host = await addHost(app.database);
    const rules = ['a', 'b', 'c'].map((ruleId, i) => ({
      ruleId,
      severity: ['low', 'critical', 'medium'][i]!,
      wall: 'user' as const,
    }));
    for (let i = 0; i < 5; i++) await addContainer(app.database, host, { name: 'same', failed: rules });
    await addContainer(app.database, host, { name: 'gone', state: 'gone', failed: rules });
    const ids: string[] = [];
    const severities: string[] = [];
    for (let after: string | null = null; ;) {
      const { findings }: Record<'containers' | 'hosts' | 'findings', Connection> = await ask(
        'query ($after: String) { findings(first: 4, after: $after) { totalCount nodes { id severity } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
      expect(findings.totalCount).toBe(15);
      ids.push(...findings.nodes.map((f) => f.id));
      severities.push(...findings.nodes.map((f) => f.severity));
      if (!findings.pageInfo.hasNextPage) break;
      after = findings.pageInfo.endCursor;
    }
    expect(new Set(ids).size).toBe(15);
    expect(severities).toEqual(
      ['critical', 'medium', 'low'].flatMap((severity) => Array<string>(5).fill(severity)),
    );
    const count = async (filter: object) =>
      (await ask('query ($f: FindingFilter) { findings(filter: $f) { totalCount } }', { f: filter })).findings
        .totalCount;
    expect(await count({ rule: 'a' })).toBe(5);
    expect(await count({ severities: ['low', 'medium'] })).toBe(10);
    expect(await count({ states: ['pass'] })).toBe(0);
    expect(await count({ containerId: ids[0]!.split(':')[0] })).toBe(3);
    expect(await count({ hostId: host })).toBe(15);
    expect(await count({ hostId: 'nobody' })).toBe(0);
  });
});

describe('hosts', () => {
  it.each(['NAME', 'LAST_SEEN', 'RISK'])('walks all pages by %s in both directions', async (field) => {
    for (let i = 0; i < 9; i++) {
      const host = await addHost(app.database, {
        name: `h${i % 3}`,
        seenSecondsAgo: i % 4 === 0 ? null : i % 3,
      });
      if (i % 2) await addContainer(app.database, host, { risk: i % 3 === 0 ? null : 33.3 });
    }
    for (const direction of ['ASC', 'DESC']) {
      const ids: string[] = [];
      for (let after: string | null = null; ;) {
        const { hosts }: Record<'containers' | 'hosts' | 'findings', Connection> = await ask(
          'query ($a: String, $o: HostOrder) { hosts(first: 2, after: $a, orderBy: $o) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }',
          { a: after, o: { field, direction } },
        );
        expect(hosts.totalCount).toBe(9);
        ids.push(...hosts.nodes.map((h) => h.id));
        if (!hosts.pageInfo.hasNextPage) break;
        after = hosts.pageInfo.endCursor;
      }
      expect(new Set(ids).size).toBe(9);
    }
  });

  it('searches with its wildcards taken literally', async () => {
    for (const name of ['db_1', 'dbx1', '50%']) await addHost(app.database, { name });
    const search = async (s: string) =>
      (await ask('query ($s: String) { hosts(search: $s) { nodes { name } } }', { s })).hosts.nodes.map(
        (h) => h.name,
      );
    expect(await search('B_1')).toEqual(['db_1']);
    expect(await search('%')).toEqual(['50%']);
  });
});

describe('fleet', () => {
  it('counts what runs, and what nobody knows', async () => {
    const a = await addHost(app.database, { name: 'a' });
    await addHost(app.database, { name: 'silent', seenSecondsAgo: 1000 });
    const failed = [{ ruleId: 'host-pid-namespace', severity: 'high', wall: 'namespaces' as const }];
    await addContainer(app.database, a, {
      name: 'x',
      risk: 100,
      walls: { namespaces: 'open', lsm: 'unknown' },
      failed,
    });
    await addContainer(app.database, a, { name: 'y', risk: 30, walls: { user: 'thin' } });
    await addContainer(app.database, a, { name: 'z', risk: null });
    await addContainer(app.database, a, { name: 'gone', state: 'gone', risk: 90 });
    await addContainer(app.database, a, { name: 'unit', kind: 'service', risk: 90 });
    const { fleet } = await ask<{
      fleet: { walls: unknown[]; lastReportAt: string };
    }>(`{ fleet { hostCount silentHostCount containerCount goneCount unknownWallCount
      openContainerCount bands { low medium high critical unjudged } walls { wall closed thin open unknown } histogram
      thinnest(first: 2) { name } hosts { name } topRules { rule { id } containers } lastReportAt } }`);
    expect(fleet).toMatchObject({
      hostCount: 2,
      silentHostCount: 1,
      containerCount: 3,
      goneCount: 1,
      unknownWallCount: 9,
      openContainerCount: 1,
      bands: { low: 0, medium: 1, high: 0, critical: 1, unjudged: 1 },
      histogram: [0, 0, 0, 1, 0, 0, 0, 0, 0, 1],
      thinnest: [{ name: 'z' }, { name: 'x' }],
      hosts: [{ name: 'a' }, { name: 'silent' }],
      topRules: [{ rule: { id: 'host-pid-namespace' }, containers: 1 }],
    });
    expect(fleet.walls[0]).toEqual({ wall: 'namespaces', closed: 1, thin: 0, open: 1, unknown: 1 });
    expect(fleet.walls[1]).toEqual({ wall: 'user', closed: 1, thin: 1, open: 0, unknown: 1 });
    expect(Date.parse(fleet.lastReportAt)).toBeGreaterThan(0);
  });

  it('is all zeros before the first host', async () => {
    const { fleet } = await ask<{ fleet: { walls: unknown[]; lastReportAt: string } }>(
      '{ fleet { hostCount containerCount histogram lastReportAt walls { unknown } } }',
    );
    expect(fleet).toMatchObject({
      hostCount: 0,
      containerCount: 0,
      histogram: Array<number>(10).fill(0),
      lastReportAt: null,
    });
  });
});
