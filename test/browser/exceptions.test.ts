/** A person accepts a finding, one value of it or a way out; somebody else approves it, and it stays in sight. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { replica } from '../drift/fleet.js';
import { seriousViolations, signedIn } from '../harness/browser.js';
import { closedPosture, hostDocument } from '../harness/documents.js';
import { HandmadeHost } from '../harness/host.js';
import { until } from '../harness/process.js';
import { startSystem, type System } from '../harness/system.js';

const out = join(import.meta.dirname, '../out');
let directory: string;
let system: System;
let container: string;
let hostId: string;

const mount = (source: string) => ({
  destination: `/host${source}`,
  source,
  type: 'ext4',
  readonly: false,
  options: [],
  propagation: 'private' as const,
  fromHost: true,
});

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  directory = mkdtempSync(join(tmpdir(), 'shoji-browser-exceptions-'));
  system = await startSystem(join(directory, 'data'));
  const host = new HandmadeHost(system.url, 'accepting');
  const token = await system.shoji('enroll-token', 'create', '--name', 'x', '--group', 'prod', 'eu.west-1');
  hostId = ((await (await host.enrol(token)).json()) as { hostId: string }).hostId;
  const everybody = [{ containerId: 0, hostId: 0, size: 4294967295 }];
  const gaining = {
    user: {
      ...closedPosture().user,
      noNewPrivileges: false,
      uid: 0,
      hostUid: 0,
      uidMappings: everybody,
      gidMappings: everybody,
    },
    namespaces: { ...closedPosture().namespaces, user: 'host' as const },
    filesystem: {
      ...closedPosture().filesystem,
      mounts: ['/etc', '/root', '/run/docker.sock'].map(mount),
    },
  };
  await host.report(hostDocument, [replica('accepted', 'a1', gaining)]);
  await until('it is judged', async () => {
    const { containers } = await system.query<{
      containers: { nodes: { id: string; risk: { judged: boolean } }[] };
    }>('{ containers(first: 5, search: "accepted-a1") { nodes { id risk { judged } } } }');
    container = containers.nodes[0]?.id ?? '';
    return containers.nodes[0]?.risk.judged === true;
  });
}, 400_000);

afterAll(async () => {
  await system?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

/** As another principal than the person in the browser. */
async function approve(): Promise<void> {
  const token = await system.shoji('token', 'create', '--name', 'other', '--role', 'analyst');
  const ask = async (query: string) => {
    const response = await fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as { data: { exceptions: { nodes: { id: string }[] } } };
  };
  const { data } = await ask('{ exceptions(states: [requested]) { nodes { id } } }');
  for (const { id } of data.exceptions.nodes) await ask(`mutation { approveException(id: "${id}") { id } }`);
}

it('is asked for on the page of a container, approved by another, and marked where it stands', async () => {
  await signedIn(system, {}, async (page) => {
    await page.goto(`${system.url}/containers/${container}`);
    const finding = page.locator('#rule-no-new-privileges-off');
    await finding.getByRole('button', { name: 'Accept' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.screenshot({ path: join(out, 'exception-dialog-light.png') });
    await dialog.getByLabel('Owner').fill('platform');
    await dialog.getByLabel('Why').fill('it runs sudo');
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await dialog.getByRole('button', { name: 'Close' }).click();

    await page.goto(`${system.url}/exceptions`);
    await page.getByRole('cell', { name: 'requested' }).waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alert').filter({ hasText: 'Somebody else' }).waitFor();
    await approve();
    await page.getByRole('cell', { name: 'active' }).waitFor();
    await page.getByRole('cell', { name: '1 container' }).waitFor();

    await page.goto(`${system.url}/containers/${container}`);
    await finding.getByText('Accepted').waitFor();
    await page.getByText('1 part accepted').waitFor();
  });
});

/** Asks on the page that something be accepted, and closes the dialog. */
async function accept(page: Page, of: Locator, choices: { what?: string; scope: string; why: string }) {
  await of.getByRole('button', { name: 'Accept' }).click();
  const dialog = page.getByRole('dialog');
  if (choices.what) await dialog.getByLabel('What').selectOption({ label: choices.what });
  await dialog.getByLabel('For').selectOption({ label: choices.scope });
  await dialog.getByLabel('Owner').fill('platform');
  await dialog.getByLabel('Why').fill(choices.why);
  await dialog.screenshot({ path: join(out, `exception-${choices.why.replaceAll(' ', '-')}.png`) });
  await dialog.getByRole('button', { name: 'Ask for it' }).click();
  await dialog.getByRole('button', { name: 'Close' }).click();
}

it('accepts one mount of several, and a way out for a host group, on the page too', async () => {
  await signedIn(system, {}, async (page) => {
    await page.goto(`${system.url}/containers/${container}`);
    const [finding, way] = [page.locator('#rule-sensitive-host-mount'), page.locator('#way-runtime-socket')];
    await accept(page, finding, { what: 'only /etc', scope: 'this container', why: 'it backs up' });
    await accept(page, way, { scope: 'hosts of the group prod', why: 'it starts jobs' });
    await approve();
    await finding.getByText('accepted alone').waitFor();
    await way.getByText('Accepted').waitFor();
    expect(await finding.getByRole('button', { name: 'Accept' }).isVisible()).toBe(true);
    expect(await way.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    await page.getByText('2 parts accepted').waitFor();

    await page.goto(`${system.url}/exceptions`);
    const row = page.getByRole('row').filter({ hasText: 'it starts jobs' });
    await row.getByText('host group').waitFor();
    await row.getByRole('link', { name: 'prod' }).click();
    await page.getByRole('link', { name: 'accepting' }).waitFor();
  });
});

it('puts a host into groups, by which hosts, containers and drift are narrowed', async () => {
  await signedIn(system, {}, async (page) => {
    await page.goto(`${system.url}/hosts/${hostId}`);
    await page.getByRole('button', { name: 'Change groups' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.screenshot({ path: join(out, 'groups-dialog-light.png') });
    await dialog.getByLabel('Groups').fill('prod, Edge');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'lower-case' }).waitFor();
    await dialog.getByLabel('Groups').fill('prod, edge');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'edge' }).click();
    await page.getByRole('button', { name: 'edge 1' }).waitFor();
    await page.getByRole('link', { name: 'accepting' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);

    await page.goto(`${system.url}/containers`);
    const shown = page.getByRole('heading', { level: 1 });
    const facet = page.getByRole('complementary').getByRole('group', { name: 'Host group' });
    await facet.getByText('edge').waitFor();
    await facet.getByLabel('edge').check({ force: true });
    await shown.filter({ hasText: '1 container' }).waitFor();
    expect(new URL(page.url()).searchParams.get('group')).toBe('edge');
    await page.goto(`${system.url}/drift?group=nobody`);
    await page.getByText('No drift matches.').waitFor();
    await page.goto(`${system.url}/compliance?group=edge`);
    await page.getByText('Only host group edge').waitFor();
  });
});

const pages = () => ({
  exceptions: '/exceptions',
  'exceptions-container': `/containers/${container}`,
  'groups-hosts': '/hosts?group=edge',
  'groups-host': `/hosts/${hostId}`,
  'groups-containers': '/containers?group=edge',
});

describe.each([{ dark: false }, { dark: true }])('the pages with dark = $dark', ({ dark }) => {
  const theme = dark ? 'dark' : 'light';
  it.each([
    { width: 1440, height: 900, suffix: '' },
    { width: 390, height: 844, suffix: '-phone' },
  ])('are there to look at, $width wide', async ({ width, height, suffix }) => {
    await signedIn(system, { dark, width, height }, async (page) => {
      for (const [name, path] of Object.entries(pages())) {
        await page.goto(`${system.url}${path}`);
        // The account stands in the head of every page as soon as the viewer is known.
        await page.getByRole('button', { name: 'account of admin' }).waitFor();
        await page
          .getByText(name === 'exceptions' ? 'it runs sudo' : 'accepting')
          .first()
          .waitFor();
        await page.screenshot({ path: join(out, `${name}-${theme}${suffix}.png`), fullPage: true });
        expect([name, await seriousViolations(page)]).toEqual([name, []]);
        const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect([name, await page.evaluate(wide)]).toEqual([name, 0]);
      }
    });
  });
});
