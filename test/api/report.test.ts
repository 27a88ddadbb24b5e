import { gzipSync } from 'node:zlib';
import { contentDigest, hashDocument, signatureParams } from '@shoji/posture';
import { revokeHost, unlockHost } from '../../apps/api/src/access/host-key.js';
import { closedPosture, hostDocument } from '../harness/documents.js';
import { Boot, container, documentsOf, inventoryOf, type Answer, type Sender } from './sender.js';
import { Server } from './server.js';

let server: Server;
let sender: Sender;
let boot: Boot;
beforeAll(async () => {
  server = await Server.start({ REPORT_LIMIT: '100000', REPORT_INFLATED_LIMIT: '200000' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  sender = await server.host();
  boot = new Boot();
});

const web = container('web');
const db = container('db', closedPosture({ namespaces: { ...closedPosture().namespaces, pid: 'host' } }));
const openPosture = closedPosture({ seccomp: { mode: 'disabled', filters: 0 } });

const now = () => Math.floor(Date.now() / 1000);
const refusal = ({ status, body }: Answer) => [status, body.error?.code];
const state = () => server.one<string>('SELECT state FROM host WHERE id = $1', [sender.hostId]);
const rows = (): Promise<{ key: string; state: string }[]> =>
  server.database.query('SELECT key, state FROM container WHERE host_id = $1 ORDER BY key', [sender.hostId]);
/** Everything that a refused report must leave as it was. */
const everything = () =>
  server.database.query(
    `SELECT (SELECT json_agg(h) FROM host h) AS hosts, (SELECT json_agg(c) FROM container c) AS containers,
       (SELECT count(*) FROM receipt) AS receipts, (SELECT count(*) FROM posture) AS postures,
       (SELECT count(*) FROM posture_period) AS periods, (SELECT count(*) FROM host_event) AS events`,
  );

describe('who may report', () => {
  it.each<[string, [number, string], Parameters<Sender['report']>[1]]>([
    ['a missing signature', [401, 'bad-signature'], { headers: { signature: undefined } }],
    [
      'a signature of other bytes',
      [401, 'bad-signature'],
      { headers: { signature: `sig=:${'A'.repeat(86)}==:` } },
    ],
    ['another label', [401, 'bad-signature'], { headers: { signature: `b=:${'A'.repeat(86)}==:` } }],
    ['another body than was signed', [401, 'bad-signature'], { body: Buffer.from('{}') }],
    [
      'another body with the digest that fits it',
      [401, 'bad-signature'],
      { body: Buffer.from('{}'), headers: { 'content-digest': contentDigest(Buffer.from('{}')) } },
    ],
    ['another target than was signed', [401, 'bad-signature'], { signedTarget: '/v1/enroll' }],
    ['a clock that is behind', [401, 'stale-clock'], { created: now() - 400 }],
    ['a clock that is ahead', [401, 'stale-clock'], { created: now() + 400 }],
    ['another content type', [415, 'unsupported-media-type'], { headers: { 'content-type': 'text/plain' } }],
    ['another encoding', [415, 'unsupported-encoding'], { headers: { 'content-encoding': 'br' } }],
    ['gzip that is none', [400, 'malformed'], { headers: { 'content-encoding': 'gzip' } }],
  ])('refuses %s', async (_, expected, change) => {
    const before = await everything();
    expect(refusal(await sender.report(boot.full([web]), change))).toEqual(expected);
    expect(await everything()).toEqual(before);
  });

  it('refuses another time and another key than were signed', async () => {
    const { keyId } = await server.host();
    for (const params of [signatureParams(now() + 60, sender.keyId), signatureParams(now(), keyId)]) {
      const change = { created: now() - 60, headers: { 'signature-input': `sig=${params}` } };
      expect(refusal(await sender.report(boot.full([web]), change))).toEqual([401, 'bad-signature']);
    }
  });

  it('refuses a key that never enrolled', async () => {
    const stranger = Object.assign(Object.create(sender) as Sender, { keyId: '0'.repeat(32) });
    expect(refusal(await stranger.report(boot.full([web])))).toEqual([401, 'unknown-key']);
  });

  it('refuses a revoked host from the next request on', async () => {
    await sender.report(boot.full([web]));
    await server.database.transaction((queries) => revokeHost(queries, sender.hostId));
    expect(refusal(await sender.report(boot.head([web])))).toEqual([401, 'revoked']);
  });

  it('answers with its own form of error where there is no route', async () => {
    expect(refusal(await sender.send('/v1/nothing', {}))).toEqual([404, 'not-found']);
  });
});

describe('what a report may be', () => {
  const broken = (change: object) => ({ ...boot.full([web, db]), ...change });
  const instance = (change: object) => ({
    containers: [{ ...web.reported, instance: { ...web.reported.instance, ...change } }],
  });
  const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;

  it.each<[string, () => unknown, [number, string], string?]>([
    ['no JSON', () => '{', [400, 'malformed']],
    ['a JSON string', () => '"x"', [422, 'schema'], ''],
    ['deep nesting', () => deep, [422, 'schema']],
    ['deep nesting in a label', () => `{"labels":${deep}}`, [422, 'schema']],
    ['deep nesting below __proto__', () => `{"__proto__":${deep}}`, [422, 'schema']],
    ['an unknown key', () => broken({ extra: 1 }), [422, 'schema'], ''],
    [
      'a pid that is text',
      () => broken(instance({ pid: '1' })),
      [422, 'schema'],
      'containers[0].instance.pid',
    ],
    [
      'a huge name',
      () => broken(instance({ name: 'x'.repeat(5000) })),
      [422, 'schema'],
      'containers[0].instance.name',
    ],
    [
      'a lone surrogate',
      () => broken(instance({ name: 'a\ud800' })),
      [422, 'schema'],
      'containers[0].instance.name',
    ],
    [
      'an id with U+0000',
      () => broken({ containers: [container('a\0').reported] }),
      [422, 'schema'],
      'containers[0].id',
    ],
    [
      'an instance of another id',
      () => broken(instance({ id: 'x' })),
      [422, 'schema'],
      'containers[0].instance.id',
    ],
    [
      'a container twice',
      () => broken({ containers: [web.reported, web.reported] }),
      [422, 'schema'],
      'containers[1].id',
    ],
    ['gone without a base', () => broken({ gone: ['x'] }), [422, 'schema'], 'gone'],
    [
      'a posture that names traits',
      () => broken({ containers: [{ ...web.reported, posture: hashDocument(web.traits) }] }),
      [422, 'schema'],
      'containers[0].posture',
    ],
    [
      'a fact deep in a document',
      () => {
        const posture = { ...web.posture, seccomp: { mode: 'filter', filters: -1 } };
        return broken({ documents: { [hashDocument(posture)]: posture } });
      },
      [422, 'schema'],
      `documents["${hashDocument({ ...web.posture, seccomp: { mode: 'filter', filters: -1 } })}"].seccomp.filters`,
    ],
    [
      'a document under a foreign hash',
      () => broken({ documents: { ['0'.repeat(64)]: web.posture } }),
      [422, 'hash-mismatch'],
      `documents["${'0'.repeat(64)}"]`,
    ],
    ['a wrong inventory', () => broken({ inventory: '0'.repeat(64) }), [422, 'hash-mismatch'], 'inventory'],
  ])('refuses %s and changes nothing', async (_, make, expected, ...[path]) => {
    const message = make();
    const before = await everything();
    const answer = await sender.report(message);
    expect(refusal(answer)).toEqual(expected);
    if (path !== undefined) expect(answer.body.error?.path).toBe(path);
    expect(await everything()).toEqual(before);
  });

  it('refuses a body over the limit, and gzip that unpacks over it', async () => {
    expect(refusal(await sender.report(' '.repeat(100_001)))).toEqual([413, 'too-large']);
    expect(refusal(await sender.report(' '.repeat(200_001), { gzip: true }))).toEqual([413, 'too-large']);
    const cut = gzipSync('{}').subarray(0, 12);
    expect(refusal(await sender.report(cut.toString('latin1')))).toEqual([400, 'malformed']);
  });

  it('takes gzip, labels named __proto__, U+0000 in names and the year 0', async () => {
    const labels = JSON.parse('{"__proto__":"x","constructor":"y","a\\u0000b":"\\u0000"}') as Record<
      string,
      string
    >;
    const odd = container('odd', closedPosture(), { name: 'nul\0', labels });
    const report = { ...boot.full([odd]), observedAt: '0000-01-01T00:00:00Z' };
    const events = [
      { at: '0000-01-01T00:00:00Z', type: 'container-started', container: 'odd\0', detail: '\0' },
    ];
    const answer = await sender.report({ ...report, events }, { gzip: true });
    expect(answer).toMatchObject({ status: 200, body: { ack: 1 } });
    expect(await server.one('SELECT name FROM container WHERE host_id = $1', [sender.hostId])).toBe('nul␀');
    expect((await sender.report(boot.head([odd]))).body).toEqual({ ack: 2 });
  });
});

describe('what a report says', () => {
  it('writes containers, documents, periods, events and the host', async () => {
    const events = [
      { at: new Date().toISOString(), type: 'container-started', container: 'web', detail: '' },
    ];
    expect((await sender.report({ ...boot.full([web, db]), events })).body).toEqual({ ack: 1 });
    expect(await rows()).toEqual([
      { key: 'db', state: 'running' },
      { key: 'web', state: 'running' },
    ]);
    expect(await server.one('SELECT name FROM host WHERE id = $1', [sender.hostId])).toBe('handmade');
    expect(await server.one('SELECT count(*)::int FROM host_event WHERE host_id = $1', [sender.hostId])).toBe(
      1,
    );
    const document = await server.one('SELECT document FROM posture WHERE hash = $1', [web.reported.posture]);
    expect(document).toEqual(web.posture);
  });

  it('touches no container when nothing changed', async () => {
    await sender.report(boot.full([web]));
    const before = await server.one('SELECT array_agg(xmin::text) FROM container WHERE host_id = $1', [
      sender.hostId,
    ]);
    expect((await sender.report(boot.head([web]))).body).toEqual({ ack: 2 });
    expect((await sender.report(boot.full([web]))).body).toEqual({ ack: 3 });
    expect(
      await server.one('SELECT array_agg(xmin::text) FROM container WHERE host_id = $1', [sender.hostId]),
    ).toEqual(before);
  });

  it('asks for what it does not know, having written nothing', async () => {
    const fresh = container(
      'fresh',
      closedPosture({ cgroups: { ...closedPosture().cgroups, pids: { limit: 7, boundAt: 'self' } } }),
    );
    const before = await everything();
    const answer = await sender.report({ ...boot.full([fresh]), documents: {} });
    expect(answer.status).toBe(409);
    expect(answer.body.need).toContain(fresh.reported.posture);
    expect(await everything()).toEqual(before);
    expect((await sender.report(boot.full([fresh]))).status).toBe(200);
  });

  it('asks for the inventory where it has another', async () => {
    expect((await sender.report(boot.head([web]))).body).toEqual({ need: 'inventory' });
    await sender.report(boot.full([web]));
    expect((await sender.report(boot.head([web, db]))).body).toEqual({ need: 'inventory' });
    expect((await sender.report(boot.delta([db], [web, db]))).body).toEqual({ need: 'inventory' });
    const lie = { ...boot.delta([web], [web, db]), inventory: inventoryOf([db]) };
    expect((await sender.report(lie)).body).toEqual({ need: 'inventory' });
    expect(await rows()).toEqual([{ key: 'web', state: 'running' }]);
  });

  it('applies what changed since a base, and keeps the history of what went', async () => {
    await sender.report(boot.full([web, db]));
    const opened = container('web', openPosture);
    expect((await sender.report(boot.delta([web, db], [opened, db]))).body).toEqual({ ack: 2 });
    expect((await sender.report(boot.delta([opened, db], [db]))).body).toEqual({ ack: 3 });
    expect((await sender.report(boot.delta([db], [db, web]))).body).toEqual({ ack: 4 });
    expect((await sender.report(boot.full([web]))).body).toEqual({ ack: 5 });
    expect(await rows()).toEqual([
      { key: 'db', state: 'gone' },
      { key: 'web', state: 'running' },
    ]);
    const periods = await server.database.query<{ posture: string; open: boolean }>(
      `SELECT p.posture_hash AS posture, p.to_at IS NULL AS open FROM posture_period p JOIN container c ON c.id = p.container_id
       WHERE c.host_id = $1 AND c.key = 'web' ORDER BY p.id`,
      [sender.hostId],
    );
    expect(periods).toEqual([
      { posture: web.reported.posture, open: false },
      { posture: opened.reported.posture, open: false },
      { posture: web.reported.posture, open: true },
    ]);
    // One open period exactly while it runs, and the last one ends when it went.
    const wrong = await server.database.query(
      `SELECT c.key FROM container c LEFT JOIN posture_period p ON p.container_id = c.id
       WHERE c.host_id = $1 GROUP BY c.id
       HAVING count(p.id) FILTER (WHERE p.to_at IS NULL) <> (c.state = 'running')::int OR
         (c.state = 'gone' AND max(p.to_at) <> c.gone_at)`,
      [sender.hostId],
    );
    expect(wrong).toEqual([]);
  });

  it('moves its containers to a host document that changed', async () => {
    await sender.report(boot.full([web]));
    const host = { ...hostDocument, kernel: '6.2.0' };
    const hash = hashDocument(host);
    expect(
      (await sender.report({ ...boot.head([web]), host: hash, documents: { [hash]: host } })).status,
    ).toBe(200);
    expect(await server.one('SELECT host_hash FROM container WHERE host_id = $1', [sender.hostId])).toBe(
      hash,
    );
    const open =
      'SELECT count(*) FILTER (WHERE p.to_at IS NULL)::int FROM posture_period p JOIN container c ON c.id = p.container_id WHERE c.host_id = $1';
    expect(await server.one(open, [sender.hostId])).toBe(1);
  });

  it('gives a container the verdict that exists for its triple', async () => {
    await sender.report(boot.full([web]));
    const { ruleSet } = await import('@shoji/risk');
    const hashes = [web.reported.posture, hashDocument(hostDocument), web.reported.instance.traits];
    await server.database.query(
      `UPDATE judgement SET rule_set = $4, judged_at = now(), score = 12, up_to = 34, coverage = 1, band = 'low', walls = '[]',
         parts = '[]', paths = '[]', changes = '[]', plan = '{}'
       WHERE (posture_hash, host_hash, traits_hash) = ($1, $2, $3)`,
      [...hashes, ruleSet],
    );
    const twin = container('twin');
    await sender.report(boot.delta([web], [web, twin]));
    const risk = `SELECT j.up_to FROM container c JOIN judgement j ON j.id = c.judgement_id WHERE c.host_id = $1 AND c.key = 'twin'`;
    expect(await server.one(risk, [sender.hostId])).toBe(34);
    // A change that leaves the triple as it is keeps the verdict.
    const renamed = container('twin', closedPosture(), { name: 'renamed' });
    await sender.report(boot.delta([web, twin], [web, renamed]));
    expect(await server.one(risk, [sender.hostId])).toBe(34);
    // Another posture has none yet.
    await sender.report(boot.delta([web, renamed], [web, container('twin', openPosture)]));
    expect(await server.one(risk, [sender.hostId])).toBeNull();
  });
});

describe('the order of reports', () => {
  it('gives the same answer again where it got lost, with no effect', async () => {
    const report = boot.full([web]);
    await sender.report(report);
    const before = await everything();
    expect(await sender.report(report)).toMatchObject({ status: 200, body: { ack: 1 } });
    expect(await everything()).toEqual(before);
  });

  it('refuses an older report, and one whose number was skipped', async () => {
    const first = boot.full([web]);
    await sender.report(first);
    const skipped = boot.head([web]);
    await sender.report(boot.head([web]));
    expect(refusal(await sender.report(first))).toEqual([409, 'replay']);
    expect(refusal(await sender.report(skipped))).toEqual([409, 'replay']);
    expect(await state()).toBe('active');
  });

  it('locks a host of whose key two senders make use', async () => {
    await sender.report(boot.full([web]));
    const clone = new Boot(boot.bootId);
    expect(refusal(await sender.report(clone.full([db])))).toEqual([403, 'locked']);
    expect(refusal(await sender.report(boot.head([web])))).toEqual([403, 'locked']);
    expect(await rows()).toEqual([{ key: 'web', state: 'running' }]);
    const subject = `host:${sender.hostId}`;
    expect(
      await server.one(
        `SELECT count(*)::int FROM audit_event WHERE subject = $1 AND action = 'host-locked'`,
        [subject],
      ),
    ).toBe(1);
    await server.database.transaction((queries) => unlockHost(queries, sender.hostId));
    expect((await sender.report(boot.head([web]))).status).toBe(200);
  });

  it('takes a new boot, and none that was over', async () => {
    await sender.report(boot.full([web]));
    const next = new Boot();
    expect((await sender.report(next.full([db]))).body).toEqual({ ack: 1 });
    expect(refusal(await sender.report(boot.head([web])))).toEqual([409, 'replay']);
    expect((await sender.report(next.head([db]))).status).toBe(200);
    expect(await state()).toBe('active');
  });

  it('locks a host of which two boots live', async () => {
    await sender.report(boot.full([web]));
    await sender.report(new Boot().full([db]));
    await server.database.query(
      `UPDATE receipt SET received_at = received_at - interval '6 minutes' WHERE host_id = $1`,
      [sender.hostId],
    );
    expect(refusal(await sender.report(boot.head([web])))).toEqual([403, 'locked']);
    expect(await state()).toBe('locked');
  });

  it('takes reports of one host that come at once one after another', async () => {
    const lists = [[web], [db], [web, db], []];
    const reports = Array.from({ length: 16 }, (_, index) => boot.full(lists[index % lists.length]!));
    const answers = await Promise.all(reports.map((report) => sender.report(report)));
    for (const { status } of answers) expect([200, 409]).toContain(status);
    const last = Math.max(...answers.map(({ body }) => body.ack ?? 0));
    const running = (await rows()).filter(({ state }) => state === 'running').map(({ key }) => key);
    expect(running).toEqual(lists[(last - 1) % lists.length]!.map(({ reported }) => reported.id).sort());
    expect(await state()).toBe('active');
  });

  it('takes reports of many hosts with the same new documents at once', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => server.host()));
    const fresh = Array.from({ length: 20 }, (_, index) =>
      container(`c${index}`, closedPosture({ user: { ...closedPosture().user, uid: 5000 + index } })),
    );
    const answers = await Promise.all(
      many.map((each, index) =>
        each.report({
          ...new Boot().full(index % 2 ? fresh : fresh.toReversed()),
          documents: documentsOf(fresh),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(many.map(() => 200));
  });
});
