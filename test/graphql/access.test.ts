import { hashPassword } from '../../apps/api/src/access/password.js';
import { createApiToken, revokeApiToken } from '../../apps/api/src/access/api-token.js';
import { secretHash } from '../../apps/api/src/access/secret.js';
import { createUser } from '../../apps/api/src/access/user.js';
import { answerOf, bearer, cookieOf, TestApp, type Answer } from './app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await createUser(app.database, { name: 'ada', password, role: 'admin' });
});
afterAll(() => app.close());

const password = 'correct horse battery';
const viewer = '{ viewer { name role } }';
const signIn =
  'mutation ($name: String!, $password: String!) { signIn(name: $name, password: $password) { name role } }';
/** Every attempt from an address of its own, unless a test is about addresses. */
let address = 0;
const from = () => ({ 'x-forwarded-for': `10.${++address >> 8}.${address & 255}.1` });
const signInAs = (name: string, secret: string, headers: Record<string, string> = from()) =>
  app.ask(signIn, { name, password: secret }, headers);
const whoIs = async (headers: Record<string, string>) =>
  (await app.ask<{ viewer: { name: string } | null }>(viewer, undefined, headers)).data.viewer;

describe('a request without a principal', () => {
  it.each([
    '{ fleet { hostCount } }',
    '{ hosts { totalCount } }',
    '{ host(id: "x") { id } }',
    '{ hostGroups { name } }',
    '{ containers { totalCount } }',
    '{ container(id: "x") { id } }',
    '{ containerFacets { kinds { count } } }',
    '{ rules { id } }',
    '{ escapePaths { id } }',
    '{ findingFacets { rules { rule } } }',
    '{ findings { totalCount } }',
    '{ frameworks { id } }',
    '{ compliance(framework: "pss-baseline") { containerCount } }',
    '{ __schema { types { name } } }',
    '{ ... { ...F } } fragment F on Query { again: __type(name: "Host") { name } }',
  ])('is refused %s', async (query) => {
    const answer = await app.ask(query);
    expect(answer.code).toBe('UNAUTHENTICATED');
    expect(Object.values(answer.data).filter((value) => value !== null)).toEqual([]);
  });

  it('may ask who it is', async () => {
    expect(await app.ask(viewer)).toMatchObject({ data: { viewer: null }, errors: [] });
  });

  it('covers every query of the schema', async () => {
    const answer = await app.ask<{
      __schema: Record<'queryType' | 'mutationType', { fields: { name: string }[] }>;
    }>(
      '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }',
      undefined,
      bearer(await app.token()),
    );
    const { queryType, mutationType } = answer.data.__schema;
    expect(queryType.fields.map(({ name }) => name).sort()).toEqual([
      'changes',
      'compliance',
      'container',
      'containerFacets',
      'containers',
      'customRule',
      'customRules',
      'difference',
      'drift',
      'driftFacets',
      'escapePaths',
      'exceptions',
      'findingFacets',
      'findings',
      'fleet',
      'frameworks',
      'host',
      'hostGroups',
      'hosts',
      'rules',
      'testCustomRule',
      'viewer',
      'workload',
      'workloads',
    ]);
    expect(mutationType.fields.map(({ name }) => name).sort()).toEqual([
      'approveDrift',
      'approveException',
      'rejectDrift',
      'requestException',
      'retireCustomRule',
      'revokeException',
      'saveCustomRule',
      'setHostGroups',
      'signIn',
      'signOut',
    ]);
  });
});

describe('signIn', () => {
  it('sets a cookie that no script can read and no other site can send', async () => {
    const answer = await signInAs('ada', password);
    expect(answer).toMatchObject({ status: 200, data: { signIn: { name: 'ada', role: 'admin' } } });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-shoji=[A-Za-z0-9_-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      ),
    ]);
    expect(await whoIs({ cookie: cookieOf(answer) })).toEqual({ name: 'ada', role: 'admin' });
    const stored = await app.database.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM session WHERE token_hash = $1',
      [secretHash(cookieOf(answer).split('=')[1]!)],
    );
    expect(stored).toEqual([{ n: 1 }]);
  });

  it('answers a wrong name and a wrong password alike', async () => {
    const answers = [
      await signInAs('ada', 'wrong'),
      await signInAs('nobody', password),
      await signInAs('a\0da', password),
      await signInAs('x'.repeat(5000), password),
    ];
    for (const { status, errors, headers } of answers) {
      expect({ status, message: errors[0]?.message, code: errors[0]?.extensions.code }).toEqual({
        status: 200,
        message: 'The name or the password is wrong.',
        code: 'UNAUTHENTICATED',
      });
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it('never takes over a session that was planted before, and ends the one it replaces', async () => {
    const first = cookieOf(await signInAs('ada', password));
    const planted = `__Host-shoji=${'A'.repeat(43)}`;
    const second = cookieOf(await signInAs('ada', password, { ...from(), cookie: planted }));
    expect(second).not.toBe(planted);
    expect(await whoIs({ cookie: planted })).toBeNull();
    const third = cookieOf(await signInAs('ada', password, { ...from(), cookie: first }));
    expect(third).not.toBe(first);
    expect(await whoIs({ cookie: first })).toBeNull();
    expect(await whoIs({ cookie: third })).not.toBeNull();
  });

  it('lets five of many parallel attempts through for one account and address', async () => {
    await createUser(app.database, { name: 'target', password, role: 'viewer' });
    const headers = from();
    const answers = await Promise.all(Array.from({ length: 20 }, () => signInAs('target', 'guess', headers)));
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(15);
    const limited = answers.find(({ code }) => code === 'RATE_LIMITED');
    expect(limited?.errors[0]?.extensions.retryAfter).toBeGreaterThan(0);
    // The right password does not help either, but its owner elsewhere is not locked out.
    expect((await signInAs('target', password, headers)).code).toBe('RATE_LIMITED');
    expect((await signInAs('target', password)).code).toBeUndefined();
  });

  it('bounds what one address can try over all accounts, and one account over all addresses', async () => {
    const headers = from();
    const byAddress = await Promise.all(
      Array.from({ length: 40 }, (_, i) => signInAs(`u${i}`, 'guess', headers)),
    );
    expect(byAddress.filter(({ code }) => code === 'UNAUTHENTICATED')).toHaveLength(30);
    const byAccount = await Promise.all(Array.from({ length: 40 }, () => signInAs('famous', 'guess')));
    expect(byAccount.filter(({ code }) => code === 'UNAUTHENTICATED')).toHaveLength(30);
  });

  it('does not believe an address that the client itself claims', async () => {
    // Two hops: what our own proxy saw is the last one, what stands before it was sent by the client.
    const last = '192.0.2.77';
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        signInAs('claimed', 'guess', { 'x-forwarded-for': `10.9.9.${i}, ${last}` }),
      ),
    );
    expect(answers.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(3);
  });

  it('is written to the log, with what failed', async () => {
    await app.database.query('TRUNCATE audit_event').catch(() => undefined);
    await signInAs('ghost', 'guess');
    await signInAs('ada', password);
    const events = await app.database.query<{ action: string; subject: string }>(
      `SELECT action, subject FROM audit_event WHERE subject IN ('user:ghost', 'user:ada') ORDER BY id DESC LIMIT 2`,
    );
    expect(events).toEqual([
      { action: 'sign-in', subject: 'user:ada' },
      { action: 'sign-in-failed', subject: 'user:ghost' },
    ]);
  });
});

describe('a session', () => {
  const signedIn = async () => cookieOf(await signInAs('ada', password));
  const age = (cookie: string, set: string) =>
    app.database.query(`UPDATE session SET ${set} WHERE token_hash = $1`, [
      secretHash(cookie.split('=')[1]!),
    ]);

  it.each([
    ['was not used for half a day', `last_used = now() - interval '13 hours'`],
    ['is a week old', `expires_at = now() - interval '1 second'`],
  ])('has ended when it %s', async (_, set) => {
    const cookie = await signedIn();
    expect(await whoIs({ cookie })).not.toBeNull();
    await age(cookie, set);
    expect(await whoIs({ cookie })).toBeNull();
  });

  it('lives on while it is used', async () => {
    const cookie = await signedIn();
    await age(cookie, `last_used = now() - interval '11 hours'`);
    expect(await whoIs({ cookie })).not.toBeNull();
    await age(cookie, `last_used = last_used - interval '11 hours'`);
    expect(await whoIs({ cookie })).not.toBeNull();
  });

  it('ends with signOut, on the server too', async () => {
    const cookie = await signedIn();
    const answer = await app.ask('mutation { signOut }', undefined, { cookie });
    expect(answer.data).toEqual({ signOut: true });
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=0');
    expect(await whoIs({ cookie })).toBeNull();
    expect((await app.ask('mutation { signOut }', undefined, { cookie })).data).toEqual({ signOut: false });
  });

  it.each([
    ['by another site', { 'sec-fetch-site': 'cross-site' }],
    ['by a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from no origin', { origin: 'null' }],
  ])('is not lent to a request made %s', async (_, headers) => {
    const cookie = await signedIn();
    const answer = await app.ask('mutation { signOut }', undefined, { cookie, ...headers });
    expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await whoIs({ cookie })).not.toBeNull();
    expect((await signInAs('ada', password, { ...from(), ...headers })).code).toBe('FORBIDDEN');
  });

  it('is taken from our own pages, also behind our own proxy', async () => {
    const cookie = await signedIn();
    expect(await whoIs({ cookie, 'sec-fetch-site': 'same-origin' })).not.toBeNull();
    expect(await whoIs({ cookie, origin: new URL(app.url).origin })).not.toBeNull();
    expect(
      await whoIs({ cookie, origin: 'https://shoji.example', 'x-forwarded-host': 'shoji.example' }),
    ).not.toBeNull();
  });

  it('cannot change anything by GET', async () => {
    const cookie = await signedIn();
    const response = await fetch(`${app.url}/graphql?query=${encodeURIComponent('mutation { signOut }')}`, {
      headers: { cookie },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await answerOf(response)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await whoIs({ cookie })).not.toBeNull();
  });
});

describe('an API token', () => {
  const refused = (answer: Answer) => expect(answer).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });

  it('acts with its role until it is revoked, which takes effect at once', async () => {
    const { id, token, prefix } = await createApiToken(app.database, { name: 'ci', role: 'viewer' });
    expect(token.startsWith(prefix)).toBe(true);
    expect(await whoIs(bearer(token))).toEqual({ name: 'ci', role: 'viewer' });
    expect((await app.ask('{ fleet { hostCount } }', undefined, bearer(token))).errors).toEqual([]);
    await revokeApiToken(app.database, id);
    refused(await app.ask(viewer, undefined, bearer(token)));
  });

  it('is kept as a hash, with the time of its last use', async () => {
    const { id, token } = await createApiToken(app.database, { name: 'kept', role: 'viewer' });
    const read = async () =>
      (
        await app.database.query<{ last_used: Date | null; row: string }>(
          'SELECT last_used, api_token::text AS row FROM api_token WHERE id = $1',
          [id],
        )
      )[0]!;
    expect((await read()).last_used).toBeNull();
    await whoIs(bearer(token));
    const used = await read();
    expect(used.last_used).not.toBeNull();
    expect(used.row).not.toContain(token);
    await whoIs(bearer(token));
    expect((await read()).last_used).toEqual(used.last_used);
  });

  it('is refused when expired, malformed or unknown, and no cookie stands in for it', async () => {
    const { id, token } = await createApiToken(app.database, {
      name: 'short',
      role: 'viewer',
      expiresAt: new Date(Date.now() + 60_000),
    });
    expect(await whoIs(bearer(token))).not.toBeNull();
    await app.database.query(`UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      id,
    ]);
    const cookie = cookieOf(await signInAs('ada', password));
    refused(await app.ask(viewer, undefined, { ...bearer(token), cookie }));
    refused(await app.ask(viewer, undefined, bearer(`shoji_${'A'.repeat(43)}`)));
    refused(await app.ask(viewer, undefined, { authorization: 'Basic YWRhOmFkYQ==' }));
    refused(await app.ask(viewer, undefined, { authorization: 'Bearer' }));
  });

  it('is not made with a bad name or an expiry that has passed', async () => {
    const make = (options: { name: string; expiresAt?: Date }) =>
      createApiToken(app.database, { role: 'viewer', ...options });
    await expect(make({ name: ' ' })).rejects.toMatchObject({ code: 'bad-name' });
    await expect(make({ name: 'a\nb' })).rejects.toMatchObject({ code: 'bad-name' });
    await expect(make({ name: 'x', expiresAt: new Date(0) })).rejects.toMatchObject({ code: 'bad-expiry' });
  });
});

describe('createUser', () => {
  it.each([
    [{ name: '', password }, 'bad-name'],
    [{ name: 'a b', password }, 'bad-name'],
    [{ name: 'eve', password: 'short' }, 'bad-password'],
    [{ name: 'ada', password }, 'taken'],
  ])('refuses %j as %s', async (user, code) => {
    await expect(createUser(app.database, { ...user, role: 'viewer' })).rejects.toMatchObject({ code });
  });

  it('keeps an argon2id hash', async () => {
    expect(await hashPassword(password)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('the cookie on plain http under another name', () => {
  it('has no prefix and is not marked secure, for no browser would keep it', async () => {
    const plain = await TestApp.start({ SHOJI_PUBLIC_URL: 'http://shoji.lan:3000' });
    await createUser(plain.database, { name: 'ada', password, role: 'admin' });
    const answer = await plain.ask(signIn, { name: 'ada', password });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^shoji-session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await plain.ask(viewer, undefined, { cookie: cookieOf(answer) })).data).toMatchObject({
      viewer: { name: 'ada' },
    });
    await plain.close();
  });
});
