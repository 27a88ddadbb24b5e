/** What the collector says of itself, from a signed report through the intake to GraphQL. */
import { createApiToken } from '../../apps/api/src/access/api-token.js';
import { Boot, container, node, type Sender } from './sender.js';
import { Server } from './server.js';

let server: Server;
let token: string;
let sender: Sender;
let boot: Boot;
beforeAll(async () => {
  server = await Server.start();
  token = (await createApiToken(server.database, { name: 'self', role: 'viewer' })).token;
});
afterAll(() => server.stop());
beforeEach(async () => {
  sender = await server.host();
  boot = new Boot();
});

const web = container('web');
const own = container('shoji', undefined, { self: true });
const cost = { cycleMilliseconds: 12, cpuPartsPerMillion: 300, rssBytes: 60 << 20 };
const networks = [
  { name: 'left', inode: 4026532246, processCount: 0 },
  { name: 'right', inode: { unreadable: 'not a network namespace' }, processCount: { unreadable: 'EACCES' } },
];

interface Seen {
  host: {
    collector: { version: string | null; at: string | null; [figure: string]: unknown };
    networkNamespaces: unknown;
    containerCount: number;
    containers: { nodes: { name: string; self: boolean }[] };
  };
  fleet: { containerCount: number };
}

async function seen(): Promise<Seen> {
  const query = `query ($id: ID!) { fleet { containerCount }
    host(id: $id) { collector { version cycleMilliseconds cpuPercent rssBytes at } networkNamespaces containerCount
      containers(orderBy: { field: NAME, direction: ASC }) { nodes { name self } } } }`;
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables: { id: sender.hostId } }),
  });
  const { data, errors } = (await response.json()) as { data: Seen; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

const taken = async (report: object): Promise<void> => {
  expect(await sender.report(report)).toMatchObject({ status: 200 });
};

describe('what the collector costs', () => {
  it('is not known before it has said so', async () => {
    await taken(boot.full([web]));
    const nothing = { cycleMilliseconds: null, cpuPercent: null, rssBytes: null, at: null };
    expect((await seen()).host.collector).toEqual({ version: 'test', ...nothing });
  });

  it('comes with a report that says nothing else, and stays until it says so anew', async () => {
    await taken(boot.full([web]));
    const head = boot.head([web]);
    await taken({ ...head, collector: cost });
    const shown = { cycleMilliseconds: 12, cpuPercent: 0.03, rssBytes: 60 << 20, at: head.observedAt };
    expect((await seen()).host.collector).toEqual({ version: 'test', ...shown });
    await taken(boot.head([web]));
    expect((await seen()).host.collector).toMatchObject(shown);
    await taken({ ...boot.delta([web], [web, own]), collector: { ...cost, cycleMilliseconds: 13 } });
    expect((await seen()).host.collector).toMatchObject({ cycleMilliseconds: 13 });
  });

  it('is refused where it is no count', async () => {
    const { status, body } = await sender.report({
      ...boot.full([web]),
      collector: { ...cost, rssBytes: -1 },
    });
    expect([status, body.error?.path]).toEqual([422, 'collector.rssBytes']);
  });
});

describe('named network namespaces', () => {
  it('are kept as the node has them, unreadable ones included', async () => {
    await taken(boot.full([web]));
    expect((await seen()).host.networkNamespaces).toBeNull();
    await taken({ ...boot.head([web]), node: { ...node, networkNamespaces: networks } });
    expect((await seen()).host.networkNamespaces).toEqual(networks);
    await taken({ ...boot.head([web]), node });
    expect((await seen()).host.networkNamespaces).toEqual(networks);
    await taken({ ...boot.head([web]), node: { ...node, networkNamespaces: { unreadable: 'EACCES' } } });
    expect((await seen()).host.networkNamespaces).toEqual({ unreadable: 'EACCES' });
  });
});

describe("the collector's own container", () => {
  it('is listed and marked, but not counted', async () => {
    const before = (await seen()).fleet.containerCount;
    await taken(boot.full([web, own]));
    const { host, fleet } = await seen();
    expect(host.containers.nodes).toEqual([
      { name: 'shoji', self: true },
      { name: 'web', self: false },
    ]);
    expect(host.containerCount).toBe(1);
    expect(fleet.containerCount).toBe(before + 1);
  });

  it('counts again once it is another’s', async () => {
    await taken(boot.full([web, own]));
    await taken(boot.delta([web, own], [web, container('shoji')]));
    expect((await seen()).host.containerCount).toBe(2);
  });
});
