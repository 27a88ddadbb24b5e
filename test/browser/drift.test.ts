/** A person who looks at what drifted: sees why and how far, approves or rejects it, and looks back at what was. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replica } from '../drift/fleet.js';
import { seriousViolations, signedIn } from '../harness/browser.js';
import { closedPosture, hostDocument } from '../harness/documents.js';
import { HandmadeHost, type Reported } from '../harness/host.js';
import { until } from '../harness/process.js';
import { startSystem, type System } from '../harness/system.js';

const out = join(import.meta.dirname, '../out');
const hostile = '<img src=x onerror="document.title=1">\u202e';
let directory: string;
let system: System;
/** When everything was still as it should be. */
let before: string;
let changed: string;

const closed = closedPosture();
const unlimited = {
  cgroups: { ...closed.cgroups, memory: { limit: null, swap: null, high: null, boundAt: null } },
  seccomp: { mode: { unreadable: 'EACCES' }, filters: 1 },
};
const socket = {
  filesystem: {
    ...closed.filesystem,
    mounts: [
      {
        destination: '/run/docker.sock',
        source: '/run/docker.sock',
        type: 'tmpfs',
        readonly: false,
        options: [],
        propagation: 'private' as const,
        fromHost: true,
      },
    ],
  },
};
const gaining = { user: { ...closed.user, noNewPrivileges: false } };
const asked = (of: Reported): Reported => ({
  ...of,
  posture: closedPosture({ rlimits: { ...closed.rlimits, nofile: { soft: 1024, hard: 1048576 } } }),
  declared: closed,
});

const drift = async () =>
  (
    await system.query<{ drift: { nodes: { cause: string; container: { id: string; name: string } }[] } }>(
      '{ drift(first: 50, filter: { search: "shop/" }) { nodes { cause container { id name } } } }',
    )
  ).drift.nodes;

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  directory = mkdtempSync(join(tmpdir(), 'shoji-browser-drift-'));
  system = await startSystem(join(directory, 'data'), { DRIFT_STABLE_SECONDS: '0' });
  const hosts = ['web-1', 'web-2'].map((name) => new HandmadeHost(system.url, name));
  for (const host of hosts) {
    const token = await system.shoji('enroll-token', 'create', '--name', 'drift', '--uses', '1');
    expect((await host.enrol(token)).status).toBe(200);
  }
  const [one, two] = hosts as [HandmadeHost, HandmadeHost];
  const steady = (n: number): Reported[] => [
    replica('web', `w${n}`),
    replica('cache', `c${n}`),
    replica(hostile, `h${n}`),
  ];
  await one.report(hostDocument, [...steady(1), replica('batch', 'b1'), asked(replica('mail', 'm1'))]);
  await two.report(hostDocument, [...steady(2), replica('web', 'w3', gaining)]);
  await until('the outlier is found', async () => (await drift()).some(({ cause }) => cause === 'outlier'));
  await until('what is not enforced is found', async () =>
    (await drift()).some(({ cause }) => cause === 'declared'),
  );
  before = new Date().toISOString();
  await one.report(hostDocument, [
    replica('web', 'w1', unlimited),
    replica('cache', 'c1', socket),
    replica(hostile, 'h1', gaining),
    replica('batch', 'b2', socket),
    asked(replica('mail', 'm1')),
  ]);
  await until('the rest is found', async () => (await drift()).length === 6);
  changed = (await drift()).find(({ container }) => container.name === 'web-w1')!.container.id;
}, 400_000);

afterAll(async () => {
  await system?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

describe.each([{ dark: false }, { dark: true }])('the pages of drift with dark = $dark', ({ dark }) => {
  const pages = () => [
    ['drift', '/drift'],
    ['container-drift', `/containers/${changed}`],
    ['container-as-of', `/containers/${changed}?at=${before}`],
    ['containers-as-of', `/containers?at=${before}`],
  ];

  it('are there to look at, have no serious accessibility violation, and take names for text', async () => {
    await signedIn(system, { dark }, async (page) => {
      for (const [name = '', path] of pages()) {
        await page.goto(`${system.url}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await page.screenshot({ path: join(out, `${name}-${dark ? 'dark' : 'light'}.png`), fullPage: true });
        expect([name, ...(await seriousViolations(page))]).toEqual([name]);
        expect(await page.locator('img[src="x"]').count()).toBe(0);
        expect(await page.locator('body').innerText()).not.toMatch(/\u202e/u);
      }
    });
  });

  it('fit a phone', async () => {
    await signedIn(system, { dark, width: 390, height: 844 }, async (page) => {
      for (const [name = '', path] of pages()) {
        await page.goto(`${system.url}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.screenshot({
          path: join(out, `${name}-${dark ? 'dark' : 'light'}-phone.png`),
          fullPage: true,
        });
        const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        expect([name, await page.evaluate(wide)]).toEqual([name, 0]);
      }
    });
  });
});

describe('a person who looks at drift', () => {
  it('looks back at what a container was, and sees what changed since', async () => {
    await signedIn(system, {}, async (page) => {
      await page.goto(`${system.url}/containers/${changed}?at=${before}`);
      const since = page.locator('section', { hasText: 'Since then' });
      await since.getByRole('listitem').filter({ hasText: 'Memory' }).first().waitFor();
      await page.getByText('It is as its baseline says.').waitFor();
      await page.getByRole('button', { name: 'Now' }).click();
      await page.locator('#drift').getByText('changed while it ran').waitFor();
    });
  });

  it('narrows the list to one cause, with the choice in the address', async () => {
    await signedIn(system, {}, async (page) => {
      await page.goto(`${system.url}/drift?q=shop%2F`);
      await page.getByRole('heading', { level: 1, name: '6 drifts' }).waitFor();
      await page.getByLabel('outlier').first().check({ force: true });
      await page.getByRole('heading', { level: 1, name: '1 drift' }).waitFor();
      expect(new URL(page.url()).searchParams.get('cause')).toBe('outlier');
    });
  });

  it('approves one with a reason, which takes it off the list, and rejects another, which stays', async () => {
    await signedIn(system, {}, async (page) => {
      await page.goto(`${system.url}/drift?q=batch`);
      await page.getByRole('button', { name: 'Approve' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.screenshot({ path: join(out, 'drift-dialog-light.png') });
      expect(await dialog.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Why').fill('the batch job pulls images');
      await dialog.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('No drift matches.').waitFor();

      await page.goto(`${system.url}/drift?q=cache`);
      await page.getByRole('button', { name: 'Reject' }).click();
      await dialog.getByLabel('Why').fill('nobody may mount the socket');
      await dialog.getByRole('button', { name: 'Reject' }).click();
      await page.getByText('nobody may mount the socket').waitFor();
    });
  });
});
