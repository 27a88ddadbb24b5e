/** A person accepts a finding with a reason and an end; somebody else approves it, and it stays in sight. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  directory = mkdtempSync(join(tmpdir(), 'shoji-browser-exceptions-'));
  system = await startSystem(join(directory, 'data'));
  const host = new HandmadeHost(system.url, 'accepting');
  await host.enrol(await system.shoji('enroll-token', 'create', '--name', 'x', '--uses', '1'));
  const gaining = { user: { ...closedPosture().user, noNewPrivileges: false } };
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
  await ask(`mutation { approveException(id: "${data.exceptions.nodes[0]!.id}") { id } }`);
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

it.each([{ dark: false }, { dark: true }])(
  'has a register to look at with dark = $dark',
  async ({ dark }) => {
    await signedIn(system, { dark }, async (page) => {
      await page.goto(`${system.url}/exceptions`);
      await page.getByText('it runs sudo').waitFor();
      await page.screenshot({ path: join(out, `exceptions-${dark ? 'dark' : 'light'}.png`) });
      expect(await seriousViolations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      ).toBe(0);
    });
  },
);
