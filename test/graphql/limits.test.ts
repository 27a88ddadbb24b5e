import { bearer, TestApp } from './app.js';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
});
afterAll(() => app.close());

const times = (n: number, text: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => text(i)).join(' ');
const ask = (query: string, variables?: Record<string, unknown>) => app.ask(query, variables, headers);

describe('/graphql refuses', () => {
  it.each([
    [
      'too deep a query',
      `{ hosts { nodes ${'{ containers { nodes { host '.repeat(5)} { id } ${'} } }'.repeat(5)} } }`,
    ],
    ['too many aliases', `{ ${times(31, (i) => `a${i}: viewer { name }`)} }`],
    ['too many tokens', `{ ${times(5000, () => 'viewer')} }`],
    [
      'fragments that blow up',
      `{ ...F12 } fragment F0 on Query { viewer { name } } ${times(12, (i) => `fragment F${i + 1} on Query { ...F${i} ...F${i} }`)}`,
    ],
    [
      'lists of lists of lists',
      '{ hosts(first: 200) { nodes { containers(first: 200) { nodes { findings { id } } } } } }',
    ],
  ])('%s', async (_, query) => {
    expect(await ask(query)).toMatchObject({ status: 400, code: 'QUERY_TOO_COMPLEX' });
  });

  it('a page that a variable makes too large', async () => {
    const query =
      'query ($n: Int) { hosts(first: $n) { nodes { containers(first: $n) { nodes { id name } } } } }';
    expect((await ask(query, { n: 3 })).errors).toEqual([]);
    expect(await ask(query, { n: 200 })).toMatchObject({ status: 400, code: 'QUERY_TOO_COMPLEX' });
    expect((await ask(query, { n: 3 })).errors).toEqual([]);
  });

  it('a fragment within itself', async () => {
    expect(await ask('{ ...F } fragment F on Query { ...F }')).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });

  it('a batch', async () => {
    const answer = await app.send(JSON.stringify([{ query: '{ viewer { name } }' }]), headers);
    expect(answer).toMatchObject({ status: 400, code: 'BAD_USER_INPUT' });
  });

  it('a document that comes as a syntax tree, which no token limit has seen', async () => {
    const query = JSON.stringify({
      kind: 'Document',
      loc: {},
      definitions: [
        {
          kind: 'OperationDefinition',
          operation: 'query',
          selectionSet: { kind: 'SelectionSet', selections: [] },
        },
      ],
    });
    expect(await ask(query)).toMatchObject({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
  });

  it.each([
    ['no GraphQL', '{ containers(', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an unknown enum value',
      '{ containers(filter: { kinds: [vm] }) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('%s', async (_, query, code) => {
    expect(await ask(query)).toMatchObject({ status: 400, code });
  });

  it('variables of the wrong type', async () => {
    expect(await ask('query ($n: Int) { hosts(first: $n) { totalCount } }', { n: 'many' })).toMatchObject({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });

  it.each(['not json', '{}', '{"query": 3}', 'null'])('the body %s', async (body) => {
    const answer = await app.send(body, headers);
    expect(answer.status).toBe(400);
    expect(['BAD_USER_INPUT', 'GRAPHQL_PARSE_FAILED']).toContain(answer.code);
  });
});

describe('/graphql', () => {
  it('answers introspection to those who may ask', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect((await ask(getIntrospectionQuery())).errors).toEqual([]);
  });

  it('answers a full page of the dashboard', async () => {
    const answer =
      await ask(`{ containers(first: 200) { totalCount pageInfo { endCursor } nodes { id name kind runtime state
      lastSeen image { reference } host { id name } walls { wall state reasons } risk { score upTo band judged coverage parts { id title points } } } } }`);
    expect(answer.errors).toEqual([]);
  });

  it('tells nothing of an inner error, and keeps answering', async () => {
    const { pool } = app.database;
    const original = pool.query.bind(pool);
    pool.query = ((...args: Parameters<typeof original>) =>
      JSON.stringify(args[0]).includes('api_token')
        ? original(...args)
        : Promise.reject(new Error('relation "secret_table" is broken'))) as unknown as typeof pool.query;
    const answer = await ask('{ hosts { totalCount nodes { id } } }');
    pool.query = original;
    expect(answer.code).toBe('INTERNAL');
    expect(JSON.stringify(answer)).not.toContain('secret_table');
    expect((await ask('{ hosts { totalCount } }')).errors).toEqual([]);
  });

  it('says so when the database is away, before it knows who asks', async () => {
    const { pool } = app.database;
    const original = pool.query.bind(pool);
    pool.query = () =>
      Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    const answer = await ask('{ viewer { name } }');
    pool.query = original;
    expect(answer).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
  });
});
