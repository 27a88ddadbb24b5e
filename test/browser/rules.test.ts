/** A person writes a rule, sees where it is wrong and what it would say, saves it, changes it and retires it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { replica } from '../drift/fleet.js';
import { seriousViolations, signedIn } from '../harness/browser.js';
import { closedPosture, hostDocument } from '../harness/documents.js';
import { HandmadeHost } from '../harness/host.js';
import { until } from '../harness/process.js';
import { startSystem, type System } from '../harness/system.js';

const out = join(import.meta.dirname, '../out');
let directory: string;
let system: System;

const user = (uid: unknown) => ({ user: { ...closedPosture().user, uid: uid as number } });

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  directory = mkdtempSync(join(tmpdir(), 'shoji-browser-rules-'));
  system = await startSystem(join(directory, 'data'));
  const host = new HandmadeHost(system.url, 'ruled');
  await host.enrol(await system.shoji('enroll-token', 'create', '--name', 'x', '--uses', '1'));
  await host.report(hostDocument, [
    replica('shop', 's1', user(33)),
    replica('shop', 's2', user(33)),
    replica('mail', 'm1', user(8)),
    replica('cron', 'c1', user({ unreadable: 'EACCES' })),
    ...['a', 'b', 'c'].map((name) => replica('ours', name, user(1000))),
  ]);
  await until('they are judged', async () => {
    const { fleet } = await system.query<{ fleet: { containerCount: number; bands: { unjudged: number } } }>(
      '{ fleet { containerCount bands { unjudged } } }',
    );
    return fleet.containerCount >= 7 && fleet.bands.unjudged === 0;
  });
}, 400_000);

afterAll(async () => {
  await system?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

const look = (page: Page, name: string, fullPage = true) =>
  page.screenshot({ path: join(out, `rules-${name}.png`), fullPage });
/** Nothing that keeps people from using it, at a desk and on a phone. */
async function isUsable(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  for (const width of [1024, 901, 760, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBe(0);
  }
}

it.each(['light', 'dark'])('begin with examples where there is none yet, %s', async (theme) => {
  await signedIn(system, { dark: theme === 'dark' }, async (page) => {
    await page.getByRole('link', { name: 'Rules' }).click();
    await page.getByText('Nobody has written one yet').waitFor();
    await look(page, `empty-${theme}`);
    await isUsable(page);
    await page.getByRole('link', { name: 'Begin with this: A directory of /srv' }).click();
    await page.getByText('fail on no container').or(page.getByText('Test it to see')).waitFor();
    expect(await page.getByLabel('Title').inputValue()).toContain('/srv');
  });
});

it('says where an expression is wrong, tests it, and saves it only then', async () => {
  await signedIn(system, {}, async (page) => {
    await page.goto(`${system.url}/rules`);
    await page.getByRole('link', { name: 'Write a rule' }).click();
    const expression = page.getByLabel('What must hold');
    const save = page.getByRole('button', { name: 'Save' });
    await expression.fill('posture.user.uid >= 1000 ||\n  posture.user.name == "web"');
    await expression.press('Control+Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'line 2, column 16' });
    await alert.waitFor();
    expect(await alert.textContent()).toContain('There is no field name.');
    // The cursor stands where it is wrong.
    expect(await expression.evaluate((area) => (area as { selectionStart?: number }).selectionStart)).toBe(
      'posture.user.uid >= 1000 ||\n'.length + 15,
    );
    await look(page, 'wrong-light');
    expect(await save.isDisabled()).toBe(true);

    await expression.fill('posture.user.uid >= 1000');
    expect(await alert.count()).toBe(0);
    expect(await save.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Test on what runs' }).click();
    const said = page.getByRole('status').filter({ hasText: 'Would' });
    await said.waitFor();
    const words = (await said.textContent()) ?? '';
    expect(words).toMatch(/fail on \d+ containers, pass on \d+; 1 could not be decided/);
    expect(words).toContain('user.uid = 33');
    expect(words).toContain('and 1 other like it');
    expect(words).toContain('EACCES');
    await page.getByLabel('Title').fill('It runs as a system user');
    expect(await page.getByLabel('Id').inputValue()).toBe('it-runs-as-a-system-user');
    await page.getByLabel('Severity').selectOption('high');
    await page.getByLabel('Why').fill('Ids below 1000 are those of daemons of the host.');
    await page.getByLabel('How to mend it').fill('Run it with --user 1000.');
    await look(page, 'tested-light');
    expect(await seriousViolations(page)).toEqual([]);
    await save.click();

    await page.getByRole('heading', { name: 'It runs as a system user' }).waitFor();
    await page.getByText('Where it fails or is not known').waitFor({ timeout: 60_000 });
    const { containers } = await system.query<{ containers: { nodes: { id: string }[] } }>(
      '{ containers(first: 1, search: "mail-m1") { nodes { id } } }',
    );
    await page.goto(`${system.url}/containers/${containers.nodes[0]!.id}`);
    const finding = page.locator('#rule-it-runs-as-a-system-user');
    await finding.getByText('It runs as a system user').waitFor();
    await finding.getByRole('link', { name: 'A rule of your own' }).click();
    await page.getByRole('heading', { name: 'It runs as a system user' }).waitFor();
  });
});

it('keeps every version of a rule, and lets nobody overwrite what another saved', async () => {
  await signedIn(system, {}, async (page) => {
    await page.goto(`${system.url}/rules/custom/it-runs-as-a-system-user`);
    const expression = page.getByLabel('What must hold');
    await expression.fill('posture.user.uid >= 10');
    await page.getByRole('button', { name: 'Test on what runs' }).click();
    await page.getByRole('status').filter({ hasText: 'fail on' }).waitFor();
    const token = await system.shoji('token', 'create', '--name', 'colleague', '--role', 'analyst');
    const answer = await fetch(`${system.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: `mutation { saveCustomRule(replaces: 1, note: "as the audit asked", rule: { id: "it-runs-as-a-system-user",
          title: "It runs as a system user", wall: user, severity: high, rationale: "r", fix: "f",
          expression: "posture.user.uid >= 500" }) { id } }`,
      }),
    });
    expect(await answer.json()).not.toHaveProperty('errors');
    await page.getByRole('alert').filter({ hasText: 'saved meanwhile by colleague' }).waitFor();
    await page.getByRole('button', { name: 'Save version 2' }).click();
    await page.getByText('yours starts from version 1').waitFor();
    await page.getByRole('button', { name: 'Begin again from version 2' }).click();
    expect(await expression.inputValue()).toBe('posture.user.uid >= 500');
    await expression.fill('posture.user.uid >= 10');
    await expression.press('Control+Enter');
    await page.getByLabel('Note').fill('daemons of ours have ids from 10');
    await page.getByRole('button', { name: 'Save version 3' }).click();
    await page.getByText('“daemons of ours have ids from 10”').waitFor();
    await page.getByRole('button', { name: 'Save version 4' }).waitFor();
    await page.getByText('“as the audit asked”').click();
    await page.getByText('posture.user.uid >= 500').waitFor();
  });
});

it.each(['light', 'dark'])('are there to look at, %s', async (theme) => {
  await signedIn(system, { dark: theme === 'dark' }, async (page) => {
    await page.goto(`${system.url}/rules`);
    await page.getByRole('link', { name: 'It runs as a system user' }).waitFor();
    await until('it was judged anew', async () => {
      const { fleet } = await system.query<{ fleet: { rejudgement: { outdated: number } } }>(
        '{ fleet { rejudgement { outdated } } }',
      );
      return fleet.rejudgement.outdated === 0;
    });
    await page.reload();
    await page.getByText('1 not known').waitFor();
    await look(page, `list-${theme}`);
    await page.getByRole('link', { name: 'It runs as a system user' }).click();
    await page.getByText('Where it fails or is not known').waitFor();
    await page.getByRole('button', { name: 'Test on what runs' }).click();
    await page.getByRole('status').filter({ hasText: 'fail on' }).waitFor();
    await look(page, `rule-${theme}`);
    await isUsable(page);
    if (theme === 'dark') await look(page, 'rule-phone-dark');
    await page.goto(`${system.url}/rules`);
    await page.getByRole('link', { name: 'It runs as a system user' }).waitFor();
    await isUsable(page);
  });
});

it.each(['light', 'dark'])('lead to the containers that they fail on, %s', async (theme) => {
  await signedIn(system, { dark: theme === 'dark' }, async (page) => {
    await page.goto(`${system.url}/rules`);
    const link = page.getByRole('link', { name: /^\d+ fails?$/ });
    const count = parseInt((await link.textContent()) ?? '');
    await link.click();
    const heading = page.getByRole('heading', { level: 1, name: new RegExp(`^${count} container`) });
    await heading.waitFor();
    await page.getByRole('link', { name: 'mail-m1' }).first().waitFor();
    const choice = page.getByRole('checkbox', { name: /It runs as a system user/ });
    expect(await choice.isChecked()).toBe(true);
    await look(page, `containers-${theme}`);
    await isUsable(page);
    await page.setViewportSize({ width: 1280, height: 844 });
    await choice.uncheck({ force: true });
    await heading.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.has('rule')).toBe(false);
  });
});

it('are retired with a reason, and stay on record', async () => {
  await signedIn(system, {}, async (page) => {
    await page.goto(`${system.url}/rules/custom/it-runs-as-a-system-user`);
    await page.getByRole('button', { name: 'Retire' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('the platform does it');
    await dialog.screenshot({ path: join(out, 'rules-retire-light.png') });
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await page.getByText('retired: it judges nothing').waitFor();
    await page.goto(`${system.url}/rules`);
    await page.getByText('1 rule retired').click();
    await page.getByRole('link', { name: 'It runs as a system user' }).waitFor();
  });
});
