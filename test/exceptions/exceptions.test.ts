/** Exceptions over real verdicts: what is accepted stays visible and counted, and opens again with the first other fact. */
import { closedPosture, hostDocument } from '../harness/documents.js';
import type { HandmadeHost, Reported } from '../harness/host.js';
import { until } from '../jobs/harness.js';
import { Fleet, replica } from '../drift/fleet.js';
import type { Mount, Posture } from '../../packages/posture/src/index.js';

let fleet: Fleet;
let host: HandmadeHost;
const running = new Map<string, Reported>();

beforeAll(async () => {
  fleet = await Fleet.start();
  host = await fleet.host('excepted');
}, 60_000);
afterAll(() => fleet.close());

const mount = (source: string): Mount => ({
  destination: `/host${source}`,
  source,
  type: 'ext4',
  readonly: false,
  options: [],
  propagation: 'private',
  fromHost: true,
});
const mounting = (...sources: string[]): Partial<Posture> => ({
  filesystem: { ...closedPosture().filesystem, mounts: sources.map(mount) },
});
const everybody = [{ containerId: 0, hostId: 0, size: 4294967295 }];
const root: Partial<Posture> = {
  user: {
    ...closedPosture().user,
    uid: 0,
    gid: 0,
    hostUid: 0,
    uidMappings: everybody,
    gidMappings: everybody,
  },
  namespaces: { ...closedPosture().namespaces, user: 'host' },
};
const rule = 'sensitive-host-mount';

/** Reports these beside all others, and waits until they are judged as they are now. */
async function run(...containers: Reported[]): Promise<void> {
  for (const each of containers) running.set(each.instance.id, each);
  expect((await host.report(hostDocument, [...running.values()])).status).toBe(200);
  await until(
    () =>
      fleet.app.database.query(
        `SELECT c.id FROM container c JOIN judgement j ON j.id = c.judgement_id
         LEFT JOIN workload_member m ON m.container_id = c.id
         WHERE j.rule_set IS NULL OR m.container_id IS NULL`,
      ),
    (rows) => rows.length === 0,
  );
}

interface Seen {
  id: string;
  risk: { score: number };
  accepted: { count: number; score: number };
  findings: {
    rule: { id: string };
    singleValues: string[];
    accepted: boolean;
    exceptions: { id: string; reason: string }[];
  }[];
  escapePaths: {
    path: { id: string };
    state: string;
    singleValues: string[];
    exception: { id: string } | null;
  }[];
}
async function see(key: string): Promise<Seen & { finding: Seen['findings'][number] | undefined }> {
  const { data, errors } = await fleet.ask<{ containers: { nodes: (Seen & { key: string })[] } }>(
    `{ containers(first: 100) { nodes { id key risk { score } accepted { count score } findings { rule { id } singleValues accepted exceptions { id reason } }
         escapePaths { path { id } state exception { id } } } } }`,
  );
  expect(errors).toEqual([]);
  const found = data.containers.nodes.find((each) => each.key === key)!;
  return { ...found, finding: found.findings.find((each) => each.rule.id === rule) };
}

interface Made {
  id: string;
  state: string;
  matches: { accepted: number; reopened: number };
  approvedBy: string | null;
}
const fields = 'id state approvedBy matches { accepted reopened }';
const inAMonth = () => new Date(Date.now() + 30 * 86_400_000);
async function request(key: string, change: Record<string, unknown> = {}, role?: 'viewer') {
  const { id } = await see(key);
  const asked = {
    ruleId: rule,
    containerId: id,
    scope: 'container',
    owner: 'ops',
    reason: 'it backs up',
    expiresAt: inAMonth(),
    ...change,
  };
  return fleet.ask<{ made: Made }>(
    `mutation ($request: ExceptionRequest!) { made: requestException(request: $request) { ${fields} } }`,
    { request: asked },
    role,
  );
}
const decide = (what: 'approve' | 'revoke', id: string, role?: 'analyst' | 'viewer') =>
  fleet.ask<{ made: Made }>(
    `mutation ($id: ID!) { made: ${what}Exception(id: $id) { ${fields} } }`,
    { id },
    role,
  );
/** Asked for by one, approved by another. */
async function inForce(key: string, change: Record<string, unknown> = {}): Promise<Made> {
  const asked = await request(key, change);
  expect(asked.errors).toEqual([]);
  const approved = await decide('approve', asked.data.made.id, 'analyst');
  expect(approved.errors).toEqual([]);
  return approved.data.made;
}
async function registered(id: string): Promise<Made> {
  const { data } = await fleet.ask<{ exceptions: { nodes: Made[] } }>(
    `{ exceptions(first: 100) { nodes { ${fields} } } }`,
  );
  return data.exceptions.nodes.find((each) => each.id === id)!;
}

describe('an exception', () => {
  it('accepts nothing until somebody else than who asked approves it, and hides nothing then', async () => {
    await run(replica('backup', 'a', mounting('/etc')));
    const before = await see('a');
    const asked = await request('a');
    expect(asked.data.made).toMatchObject({ state: 'requested' });
    expect((await see('a')).finding!.accepted).toBe(false);
    expect((await decide('approve', asked.data.made.id)).code).toBe('FORBIDDEN');
    expect((await decide('approve', asked.data.made.id, 'viewer')).code).toBe('FORBIDDEN');
    const approved = await decide('approve', asked.data.made.id, 'analyst');
    expect(approved.data.made).toMatchObject({
      state: 'active',
      approvedBy: 'token:analyst',
      matches: { accepted: 1, reopened: 0 },
    });
    const after = await see('a');
    expect(after.finding).toMatchObject({
      accepted: true,
      exceptions: [{ id: asked.data.made.id, reason: 'it backs up' }],
    });
    expect(after.risk.score).toBe(before.risk.score);
    expect(after.accepted.count).toBe(1);
    expect(after.accepted.score).toBeLessThan(after.risk.score);
    const audited = await fleet.app.database.query<{ action: string }>(
      `SELECT action FROM audit_event WHERE detail->>'exception' = $1 ORDER BY id`,
      [asked.data.made.id],
    );
    expect(audited.map(({ action }) => action)).toEqual(['exception-requested', 'exception-approved']);
  });

  it('opens again where the accepted fact changes, and says that it accepts nothing any more', async () => {
    await run(replica('reopen', 'b', mounting('/etc')));
    const { id } = await inForce('b');
    await run(replica('reopen', 'b', mounting('/')));
    expect((await see('b')).finding!.accepted).toBe(false);
    expect(await registered(id)).toMatchObject({ state: 'active', matches: { accepted: 0, reopened: 1 } });
    await run(replica('reopen', 'b'));
    expect(await registered(id)).toMatchObject({ matches: { accepted: 0, reopened: 0 } });
  });

  it('for one value accepts that alone, and the finding once every other is accepted or gone', async () => {
    await run(replica('value', 'c', mounting('/etc', '/root')));
    const first = await inForce('c', { value: '/etc' });
    expect(first.matches).toEqual({ accepted: 1, reopened: 0 });
    expect((await see('c')).finding).toMatchObject({
      accepted: false,
      exceptions: [{ id: first.id }],
      singleValues: ['/etc', '/root'],
    });
    expect((await see('c')).accepted.count).toBe(0);
    const second = await inForce('c', { value: '/root' });
    expect((await see('c')).finding).toMatchObject({ accepted: true, exceptions: [{}, {}] });
    expect((await see('c')).accepted.count).toBe(1);
    await decide('revoke', second.id, 'analyst');
    expect((await see('c')).finding!.accepted).toBe(false);
    await run(replica('value', 'c', mounting('/etc')));
    expect((await see('c')).finding).toMatchObject({ accepted: true, singleValues: [] });
    expect((await request('c', { value: '/var' })).code).toBe('BAD_USER_INPUT');
  });

  it('for a workload reaches its other containers with the same fact, and no others', async () => {
    await run(
      replica('wide', 'd1', mounting('/etc')),
      replica('wide', 'd2', mounting('/etc')),
      replica('wide', 'd3', mounting('/root')),
      replica('other', 'd4', mounting('/etc')),
    );
    const { matches } = await inForce('d1', { scope: 'workload' });
    expect(matches).toEqual({ accepted: 2, reopened: 1 });
    const accepted = await Promise.all(
      ['d1', 'd2', 'd3', 'd4'].map(async (key) => (await see(key)).finding!.accepted),
    );
    expect(accepted).toEqual([true, true, false, false]);
  });

  it('for a host or an image reaches what it says', async () => {
    const image = { image: { reference: 'registry/backup:1', digest: null } };
    await run(
      replica('image1', 'i1', mounting('/etc'), image),
      replica('image2', 'i2', mounting('/etc'), image),
    );
    await inForce('i1', { scope: 'image' });
    expect((await see('i2')).finding!.accepted).toBe(true);
    await run(replica('host1', 'h1', mounting('/boot')), replica('host2', 'h2', mounting('/boot')));
    const { id } = await inForce('h1', { scope: 'host' });
    expect((await see('h2')).finding!.accepted).toBe(true);
    await decide('revoke', id, 'analyst');
    expect(await registered(id)).toMatchObject({ state: 'revoked' });
    expect((await see('h2')).finding!.accepted).toBe(false);
    expect((await decide('approve', id, 'analyst')).code).toBe('BAD_USER_INPUT');
  });

  it('of a way out leaves a lower score, and the way in sight', async () => {
    await run(replica('socket', 's', { ...mounting('/run/docker.sock'), ...root }));
    const before = await see('s');
    await inForce('s', { ruleId: null, pathId: 'runtime-socket' });
    const after = await see('s');
    expect(after.risk.score).toBe(before.risk.score);
    expect(after.accepted.count).toBe(1);
    expect(after.accepted.score).toBeLessThan(before.risk.score);
  });

  it('of a way out is shown on that way alone, until another wall of it gives way for another reason', async () => {
    await run(replica('ways', 'w', { ...mounting('/run/docker.sock'), ...root }));
    const way = async () => (await see('w')).escapePaths.find(({ path }) => path.id === 'runtime-socket')!;
    expect(await way()).toMatchObject({ state: 'open', exception: null });
    const { id } = await inForce('w', { ruleId: null, pathId: 'runtime-socket' });
    expect((await way()).exception).toEqual({ id });
    const others = (await see('w')).escapePaths.filter(({ path }) => path.id !== 'runtime-socket');
    expect(others.filter(({ exception }) => exception !== null)).toEqual([]);
    await run(
      replica('ways', 'w', { ...mounting('/run/docker.sock', '/run/containerd/containerd.sock'), ...root }),
    );
    expect(await way()).toMatchObject({ state: 'open', exception: null });
  });

  it('for a host group reaches every host in it, and none once it has left', async () => {
    const other = await fleet.host('grouped');
    const ids = await fleet.app.database.query<{ id: string }>('SELECT id FROM host ORDER BY name');
    const [a, b] = ids.map(({ id }) => id) as [string, string];
    const setGroups = async (hostId: string, groups: string[]) => {
      const { errors } = await fleet.ask(
        'mutation ($hostId: ID!, $groups: [String!]!) { setHostGroups(hostId: $hostId, groups: $groups) { id } }',
        { hostId, groups },
        'admin',
      );
      expect(errors).toEqual([]);
    };
    await other.report(hostDocument, [replica('grouped', 'g2', mounting('/root'))]);
    await run(replica('grouped', 'g1', mounting('/root')));
    const accepted = async () => [(await see('g1')).finding!.accepted, (await see('g2')).finding!.accepted];
    expect((await request('g1', { scope: 'group', group: 'prod' })).code).toBe('BAD_USER_INPUT');
    await setGroups(a, ['prod', 'edge']);
    expect((await request('g1', { scope: 'group' })).code).toBe('BAD_USER_INPUT');
    expect((await request('g1', { scope: 'host', group: 'prod' })).code).toBe('BAD_USER_INPUT');
    const { id, matches } = await inForce('g1', { scope: 'group', group: 'prod' });
    expect(matches.accepted).toBeGreaterThan(0);
    expect(await accepted()).toEqual([true, false]);
    await setGroups(b, ['prod']);
    expect(await accepted()).toEqual([true, true]);
    const { data } = await fleet.ask<{ exceptions: { nodes: unknown[] } }>(
      `{ exceptions(first: 1) { nodes { id scope scopeId scopeName matches { accepted } } } }`,
    );
    expect(data.exceptions.nodes).toEqual([
      { id, scope: 'group', scopeId: 'prod', scopeName: 'prod', matches: { accepted: matches.accepted + 1 } },
    ]);
    await setGroups(a, ['edge']);
    expect(await accepted()).toEqual([false, true]);
  });

  it('ends when it expires, which it has to', async () => {
    await run(replica('expire', 'e', mounting('/etc')));
    const { id } = await inForce('e');
    await fleet.app.database.query(
      `UPDATE finding_exception SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    expect(await registered(id)).toMatchObject({ state: 'expired' });
    expect((await see('e')).finding!.accepted).toBe(false);
  });

  it.each<[string, Record<string, unknown>]>([
    ['an end that is past', { expiresAt: new Date(0) }],
    ['an end in two years', { expiresAt: new Date(Date.now() + 2 * 366 * 86_400_000) }],
    ['no reason', { reason: ' ' }],
    ['no owner', { owner: '' }],
    ['both a rule and a way out', { pathId: 'runtime-socket' }],
    ['neither', { ruleId: null }],
    ['one value of a way out', { ruleId: null, pathId: 'runtime-socket', value: 'x' }],
    ['a rule that did not fail', { ruleId: 'seccomp-disabled' }],
    ['an image that is not known', { scope: 'image' }],
    ['a container that is not there', { containerId: '00000000-0000-4000-8000-000000000000' }],
  ])('is refused with %s', async (_, change) => {
    expect((await request('a', change)).code).toBe('BAD_USER_INPUT');
  });

  it('is not for viewers to ask for', async () => {
    expect((await request('a', {}, 'viewer')).code).toBe('FORBIDDEN');
  });
});
