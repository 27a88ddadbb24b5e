/** Host groups: who puts hosts into them, and what lists and counts make of them. */
import { createEnrolmentToken } from '../../apps/api/src/access/enrolment-token.js';
import { HandmadeHost } from '../harness/host.js';
import { bearer, TestApp } from './app.js';
import { addContainer, addHost } from './fleet.js';

let app: TestApp;
const as: Record<'viewer' | 'analyst' | 'admin', Record<string, string>> = {
  viewer: {},
  analyst: {},
  admin: {},
};
beforeAll(async () => {
  app = await TestApp.start();
  for (const role of ['viewer', 'analyst', 'admin'] as const) as[role] = bearer(await app.token(role));
});
afterAll(() => app.close());
beforeEach(() => app.database.query('TRUNCATE host, judgement, posture CASCADE'));

const setGroups = (hostId: string, groups: string[], headers = as.admin) =>
  app.ask<{ setHostGroups: { groups: string[] } }>(
    `mutation ($hostId: ID!, $groups: [String!]!) { setHostGroups(hostId: $hostId, groups: $groups) { groups } }`,
    { hostId, groups },
    headers,
  );
async function ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
  const { data, errors } = await app.ask<Data>(query, variables, as.viewer);
  expect(errors).toEqual([]);
  return data;
}
const groupsOf = async (id: string) =>
  (await ask<{ host: { groups: string[] } }>('query ($id: ID!) { host(id: $id) { groups } }', { id })).host
    .groups;

describe('setHostGroups', () => {
  it('puts a host into these groups and out of all others, with its line in the audit log', async () => {
    const host = await addHost(app.database);
    expect((await setGroups(host, ['prod', 'edge', 'prod'])).data.setHostGroups.groups).toEqual([
      'edge',
      'prod',
    ]);
    expect((await setGroups(host, ['prod', 'eu.west-1'])).data.setHostGroups.groups).toEqual([
      'eu.west-1',
      'prod',
    ]);
    expect(await groupsOf(host)).toEqual(['eu.west-1', 'prod']);
    const audited = await app.database.query<{ actor: string; detail: unknown }>(
      `SELECT actor, detail FROM audit_event WHERE action = 'host-groups-set' AND subject = $1 ORDER BY id`,
      [`host:${host}`],
    );
    expect(audited).toEqual([
      { actor: 'token:admin', detail: { groups: ['edge', 'prod'], left: [] } },
      { actor: 'token:admin', detail: { groups: ['eu.west-1', 'prod'], left: ['edge'] } },
    ]);
    expect((await setGroups(host, [])).data.setHostGroups.groups).toEqual([]);
    expect(await ask('{ hostGroups { name } }')).toEqual({ hostGroups: [] });
  });

  it('is for admins: what is accepted for a group holds on every host in it', async () => {
    const host = await addHost(app.database);
    for (const role of ['viewer', 'analyst'] as const)
      expect((await setGroups(host, ['prod'], as[role])).code).toBe('FORBIDDEN');
    expect(await groupsOf(host)).toEqual([]);
  });

  it.each(['', 'Prod', 'a b', 'a,b', '-a', 'a.', 'a'.repeat(64), 'prod‮', 'a\0'])(
    'refuses the name %j',
    async (name) => {
      const host = await addHost(app.database);
      expect((await setGroups(host, ['ok', name])).code).toBe('BAD_USER_INPUT');
      expect(await groupsOf(host)).toEqual([]);
    },
  );

  it('refuses more than fifty, and a host that is not there', async () => {
    const host = await addHost(app.database);
    const many = Array.from({ length: 51 }, (_, i) => `g${i}`);
    expect((await setGroups(host, many)).code).toBe('BAD_USER_INPUT');
    expect((await setGroups(host, many.slice(1))).errors).toEqual([]);
    expect((await setGroups('00000000-0000-4000-8000-000000000000', ['a'])).code).toBe('BAD_USER_INPUT');
    expect((await setGroups('x', ['a'])).code).toBe('BAD_USER_INPUT');
  });
});

describe('an enrolment token', () => {
  it('puts the hosts that enrol with it into its groups', async () => {
    const made = (groups: string[]) =>
      createEnrolmentToken(app.database, {
        name: 'x',
        maxUses: 2,
        expiresAt: new Date(Date.now() + 60_000),
        groups,
      });
    const { token } = await made(['prod', 'edge']);
    for (const name of ['one', 'two']) {
      const answer = await new HandmadeHost(app.url, name).enrol(token);
      expect(await groupsOf(((await answer.json()) as { hostId: string }).hostId)).toEqual(['edge', 'prod']);
    }
    await expect(made(['Prod'])).rejects.toMatchObject({ code: 'bad-group' });
  });
});

describe('lists', () => {
  beforeEach(async () => {
    for (const [name, groups, containers] of [
      ['db1', ['prod', 'db'], 2],
      ['db2', ['test', 'db'], 1],
      ['web1', ['prod'], 3],
      ['alone', [], 1],
    ] as const) {
      const host = await addHost(app.database, { name });
      if (groups.length > 0) expect((await setGroups(host, [...groups])).errors).toEqual([]);
      for (let i = 0; i < containers; i++)
        await addContainer(app.database, host, {
          name: `${name}-${i}`,
          failed: [{ ruleId: 'host-pid-namespace', severity: 'high', wall: 'namespaces' }],
        });
      await addContainer(app.database, host, { name: `${name}-gone`, state: 'gone' });
    }
  });

  it('tell the groups with what they hold, also of the hosts that a search finds', async () => {
    const groups = (search: string | null) =>
      ask(`query ($search: String) { hostGroups(search: $search) { name hostCount containerCount } }`, {
        search,
      });
    expect(await groups(null)).toEqual({
      hostGroups: [
        { name: 'db', hostCount: 2, containerCount: 3 },
        { name: 'prod', hostCount: 2, containerCount: 5 },
        { name: 'test', hostCount: 1, containerCount: 1 },
      ],
    });
    expect(await groups('db1')).toEqual({
      hostGroups: [
        { name: 'db', hostCount: 1, containerCount: 2 },
        { name: 'prod', hostCount: 1, containerCount: 2 },
      ],
    });
  });

  it('of hosts, containers and findings take only those in any of the groups', async () => {
    const found = await ask<Record<'hosts' | 'containers' | 'findings', { totalCount: number }>>(
      `query ($groups: [String!]) { hosts(groups: $groups) { totalCount }
         containers(filter: { groups: $groups }) { totalCount } findings(filter: { groups: $groups }) { totalCount } }`,
      { groups: ['db', 'nobody'] },
    );
    expect(found).toEqual({
      hosts: { totalCount: 2 },
      containers: { totalCount: 3 },
      findings: { totalCount: 3 },
    });
    const { hosts, containers } = await ask<Record<'hosts' | 'containers', { totalCount: number }>>(
      '{ hosts(groups: []) { totalCount } containers(filter: { groups: [] }) { totalCount } }',
    );
    expect([hosts.totalCount, containers.totalCount]).toEqual([0, 0]);
  });

  it.each([
    ['group:prod', 5],
    ['group:prod group:db', 2],
    ['-group:prod', 2],
    ['group:"pro"', 5],
    ['group:db OR group:test', 3],
  ])('of containers are searched by %s', async (search, count) => {
    const { containers } = await ask<{ containers: { totalCount: number } }>(
      'query ($search: String) { containers(search: $search) { totalCount } }',
      { search },
    );
    expect(containers.totalCount).toBe(count);
  });

  it('show the groups of each host', async () => {
    const { containers } = await ask<{ containers: { nodes: { host: { groups: string[] } }[] } }>(
      '{ containers(search: "db1-0") { nodes { host { groups } } } }',
    );
    expect(containers.nodes).toEqual([{ host: { groups: ['db', 'prod'] } }]);
  });
});
