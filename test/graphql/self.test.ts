/** The collector's own container has the walls of nobody's sandbox: it must show, and count in no figure. */
import { bearer, TestApp } from './app.js';
import { addContainer, addHost } from './fleet.js';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await TestApp.start();
  headers = bearer(await app.token());
});
afterAll(() => app.close());

interface Figures {
  fleet: {
    containerCount: number;
    goneCount: number;
    openContainerCount: number;
    bands: Record<string, number>;
    histogram: number[];
    walls: { wall: string; open: number }[];
    thinnest: { name: string }[];
    topRules: { containers: number }[];
  };
  hosts: { nodes: { maxRisk: number; containerCount: number; bands: Record<string, number> }[] };
  findings: { totalCount: number; nodes: { container: { name: string } }[] };
  containers: { nodes: { name: string; self: boolean }[] };
  onlyOthers: { totalCount: number };
}
const figures = `{
  fleet { containerCount goneCount openContainerCount bands { low critical unjudged } histogram walls { wall open }
    thinnest { name } topRules { containers } }
  hosts(orderBy: { field: RISK, direction: DESC }) { nodes { maxRisk containerCount bands { low critical unjudged } } }
  findings { totalCount nodes { container { name } } }
  containers(orderBy: { field: NAME, direction: ASC }) { nodes { name self } }
  onlyOthers: containers(filter: { self: false }) { totalCount } }`;

it('counts in no figure of the fleet, of its host or of the findings, and is listed all the same', async () => {
  const host = await addHost(app.database);
  const failed = [{ ruleId: 'host-pid-namespace', severity: 'high', wall: 'namespaces' as const }];
  await addContainer(app.database, host, { name: 'web', risk: 10, failed });
  const ask = async () => (await app.ask<Figures>(figures, undefined, headers)).data;
  const { containers: _, ...before } = await ask();
  expect(before.findings.totalCount).toBe(1);

  const open = { namespaces: 'open' };
  const own = await addContainer(app.database, host, {
    name: 'shoji',
    risk: 99,
    walls: open,
    failed,
    self: true,
  });
  await addContainer(app.database, host, { name: 'unjudged', risk: null, self: true });
  await addContainer(app.database, host, { name: 'old', state: 'gone', self: true });
  const { containers, ...after } = await ask();
  expect(after).toEqual(before);
  expect(containers.nodes).toEqual([
    { name: 'shoji', self: true },
    { name: 'unjudged', self: true },
    { name: 'web', self: false },
  ]);

  // Whoever asks for it by name is told everything.
  const { data } = await app.ask<{
    container: { self: boolean; findings: unknown[]; risk: { score: number } };
  }>(`query ($id: ID!) { container(id: $id) { self findings { id } risk { score } } }`, { id: own }, headers);
  expect(data.container).toMatchObject({ self: true, findings: [{}], risk: { score: 99 } });
});
