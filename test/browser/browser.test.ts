/** A person at work: signs in, finds a container, sees its open walls; nothing a container is called does harm. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, seriousViolations, signedIn as signedInTo, type Browser } from '../harness/browser.js';
import { closedPosture, hostDocument, instanceOf } from '../harness/documents.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { HandmadeHost } from '../harness/host.js';
import { until } from '../harness/process.js';
import { startSystem, type System } from '../harness/system.js';

const out = join(import.meta.dirname, '../out');
const hostileName = '<img src=x onerror="document.title=\'pwned\'">';
const hostileLabel = 'a\u001b[31m\u0007\u202etxt<script>document.title="pwned"</script>';

let directory: string;
let lab: Docker;
let system: System;
let containers: { id: string; name: string; host: { id: string } }[];

beforeAll(async () => {
  mkdirSync(out, { recursive: true });
  directory = mkdtempSync(join(tmpdir(), 'shoji-browser-lab-'));
  lab = await startDocker(join(directory, 'docker'));
  await lab.start(
    'page-open',
    '--pid=host',
    '--network=host',
    '--security-opt=seccomp=unconfined',
    '--cap-add=SYS_ADMIN',
  );
  await lab.start('page-default', '--network=none');
  system = await startSystem(join(directory, 'data'));
  await reportHostileContainer();
  await until('the containers are judged', async () => {
    const answer = await system.query<{
      containers: { nodes: { id: string; name: string; host: { id: string }; risk: { judged: boolean } }[] };
    }>('{ containers(first: 100) { nodes { id name host { id } risk { judged } } } }');
    containers = answer.containers.nodes;
    const judged = new Set(answer.containers.nodes.filter(({ risk }) => risk.judged).map(({ name }) => name));
    return ['page-open', 'page-default', hostileName].every((name) => judged.has(name));
  });
}, 400_000);

afterAll(async () => {
  await system?.stop();
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

/** No runtime takes such a name, but a host that was taken over reports what it likes. */
async function reportHostileContainer(): Promise<void> {
  const host = new HandmadeHost(system.url, 'hostile-host');
  const token = await system.shoji('enroll-token', 'create', '--name', 'browser', '--uses', '1');
  expect((await host.enrol(token)).status).toBe(200);
  const instance = instanceOf('hostile', {
    name: hostileName,
    image: { reference: hostileName, digest: null },
    labels: { [hostileLabel]: hostileLabel },
    pod: { namespace: hostileLabel, name: hostileName, uid: null, container: 'web', sandbox: null },
    parent: hostileName,
    listeners: [{ protocol: 'tcp', address: '::', port: 80, exe: hostileLabel }],
  });
  const posture = closedPosture();
  posture.cgroups.pids = { limit: 20, boundAt: `/${hostileLabel}.slice` };
  posture.cgroups.devices = { unreadable: 'cgroup v2 device programs cannot be read' };
  const declared = closedPosture({
    lsm: { ...posture.lsm, apparmor: { profile: hostileLabel, mode: 'enforce' } },
  });
  declared.capabilities.bounding = ['CAP_CHOWN', 'CAP_KILL'];
  declared.cgroups.devices = [{ type: 'c', major: 1, minor: 3, access: 'rwm' }];
  declared.user.noNewPrivileges = posture.user.noNewPrivileges = false;
  expect((await host.report(hostDocument, [{ posture, instance, declared }])).status).toBe(200);
}

const signedIn = (
  options: Parameters<typeof openBrowser>[0],
  work: (page: Page, browser: Browser) => Promise<void>,
) => signedInTo(system, options, work);

const found = (name: string) => containers.find((container) => container.name === name);
const idOf = (name: string): string => found(name)?.id ?? '';
const hostOf = (name: string): string => found(name)?.host.id ?? '';

describe('signing in', () => {
  it('refuses a wrong password in words and lets nobody in', async () => {
    const browser = await openBrowser();
    try {
      await browser.page.goto(`${system.url}/containers`);
      await browser.page.waitForURL(/\/sign-in/);
      await browser.page.getByLabel('Name').fill('admin');
      await browser.page.getByLabel('Password').fill('wrong');
      await browser.page.getByRole('button', { name: 'Sign in' }).click();
      await browser.page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
      expect(new URL(browser.page.url()).pathname).toBe('/sign-in');
    } finally {
      await browser.close();
    }
  });

  it('keeps the session in a cookie that scripts cannot read', async () => {
    await signedIn({}, async (page, { context }) => {
      const cookies = await context.cookies();
      expect(cookies).toContainEqual(
        expect.objectContaining({
          name: '__Host-shoji',
          httpOnly: true,
          secure: true,
          sameSite: 'Strict',
          path: '/',
        }),
      );
      expect(await page.evaluate('document.cookie')).toBe('');
    });
  });
});

describe('a person who looks for a container', () => {
  it('finds it, opens it and sees its open walls', async () => {
    await signedIn({}, async (page) => {
      await page.getByRole('navigation').getByRole('link', { name: 'Containers' }).click();
      await page.waitForURL(/\/containers/);
      await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill('page-open');
      await page.getByRole('heading', { level: 1, name: /^1 container/ }).waitFor();
      await page.getByRole('link', { name: 'page-open' }).first().click();
      await page.waitForURL(/\/containers\/[0-9a-f-]+/);
      await page.getByRole('heading', { level: 1, name: /page-open/ }).waitFor();
      const picture = page.getByRole('img', { name: /namespaces.*open/i }).first();
      await picture.waitFor();
      await page
        .getByText('host-pid-namespace')
        .or(page.getByText('shares the host PID namespace'))
        .first()
        .waitFor();
      await page.getByRole('link', { name: 'Every container with it' }).first().click();
      await page.waitForURL(/\/containers\?way=/);
      await page.getByRole('link', { name: 'page-open' }).first().waitFor();
      expect(await page.getByRole('link', { name: 'page-default' }).count()).toBe(0);
      await page.screenshot({ path: join(out, 'containers-of-a-way.png') });
    });
  });

  it('sees a container that starts while the page is open, without reloading', async () => {
    await signedIn({}, async (page) => {
      await page.goto(`${system.url}/containers`);
      await page.getByRole('link', { name: 'page-default' }).first().waitFor();
      await page.evaluate('window.sameDocument = true');
      await lab.start('page-late', '--network=none');
      await page.getByRole('link', { name: 'page-late' }).first().waitFor();
      expect(await page.evaluate('window.sameDocument')).toBe(true);
    });
  });
});

describe('hostile names', () => {
  it('are text on every page, with control characters made visible', async () => {
    await signedIn({}, async (page) => {
      for (const path of ['/', '/containers', `/containers/${idOf(hostileName)}`]) {
        await page.goto(`${system.url}${path}`);
        await page.getByText('<img src=x').first().waitFor();
        expect(await page.locator('img[src="x"]').count()).toBe(0);
        expect(await page.title()).not.toContain('pwned');
        expect(await page.locator('body').innerText()).not.toMatch(/[\u001b\u0007\u202e]/u);
      }
    });
  });
});

describe('the ways out of a container', () => {
  it('are threads through its walls, and each is told step by step below', async () => {
    await signedIn({}, async (page) => {
      await page.goto(`${system.url}/containers/${idOf('page-open')}`);
      await page.getByRole('heading', { level: 2, name: /ways? out (is|are) open/ }).waitFor();
      const open = await page.locator('svg [data-way][data-state="open"]').count();
      expect(open).toBeGreaterThan(0);
      const section = page.locator('section', {
        has: page.getByRole('heading', { level: 2, name: 'Ways out' }),
      });
      await section
        .getByRole('heading', { level: 3, name: 'Read and redirect the host’s traffic' })
        .waitFor();
      expect(await section.locator('li[data-state="open"]').count()).toBe(open);
      await section.getByText('its network namespace is the host’s').first().waitFor();
    });
  });
});

describe('what would help', () => {
  it('is told change by change, with how to make each, and as the shortest plan', async () => {
    await signedIn({}, async (page) => {
      await page.goto(`${system.url}/containers/${idOf('page-open')}`);
      const section = page.locator('section', {
        has: page.getByRole('heading', { level: 2, name: 'Best changes' }),
      });
      await section.getByRole('heading', { level: 3, name: /closes? every open way out/ }).waitFor();
      const steps = section.locator('ol > li');
      expect(await steps.count()).toBeGreaterThan(0);
      const row = section.locator('details', { hasText: 'Give it a network of its own' });
      expect(await row.locator('pre').first().isVisible()).toBe(false);
      await row.locator('summary').click();
      await row.getByText('--network bridge').first().waitFor();
      await row.getByText(/^Breaks if/).waitFor();
      expect(await row.locator('pre').last().innerText()).toMatch(/readlink \/proc\/\d+\/ns\/net/);
      await page.screenshot({ path: join(out, 'container-change.png'), fullPage: true });
    });
  });

  it('is ranked for the whole fleet', async () => {
    await signedIn({}, async (page) => {
      await page.goto(system.url);
      const section = page.locator('section', {
        has: page.getByRole('heading', { level: 2, name: 'Changes that help most' }),
      });
      await section.getByRole('row').nth(2).waitFor();
      const most = page.locator('section', {
        has: page.getByRole('heading', { level: 2, name: 'Which change helps most?' }),
      });
      const first = await section.getByRole('rowheader').first().innerText();
      expect(await most.innerText()).toContain(first);
    });
  });
});

describe('a person who is asked for a list of others', () => {
  it('sees each control with how it stands, the rules that say so, and why some are not assessed', async () => {
    await signedIn({}, async (page) => {
      await page.goto(`${system.url}/hosts/${hostOf('page-open')}`);
      await page.getByRole('heading', { level: 2, name: 'What the host lacks' }).waitFor();
      await page.getByRole('link', { name: 'Its compliance' }).click();
      await page.waitForURL(/\/compliance\?host=/);
      await page.getByRole('button', { name: /Pod Security Standards: baseline/ }).click();
      await page.waitForURL(/framework=pss-baseline/);
      const row = page.locator('details', { hasText: 'hostNamespaces' });
      await row.getByText(/\d+ of \d+ containers? fails?/).waitFor();
      await row.locator('summary').click();
      await row.getByText('host-pid-namespace').waitFor();
      await page.locator('details', { hasText: 'the hosts are Linux' }).locator('summary').first().click();
      await page.getByText('the hosts are Linux').waitFor();
      await page.getByText(/Only host/).waitFor();
      await page.getByRole('button', { name: 'Show the whole fleet' }).click();
      await page.waitForURL((address) => !address.searchParams.has('host'));
    });
  });
});

describe('what was asked for and what is enforced', () => {
  it('stand side by side, what is enforced less first', async () => {
    await signedIn({}, async (page) => {
      const section = page.locator('section', { hasText: 'Asked for and enforced' });
      await page.goto(`${system.url}/containers/${idOf(hostileName)}`);
      await section.getByRole('listitem').first().waitFor();
      expect(await section.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
        'AppArmor',
        'Processes',
        'Capabilities, bounding',
        'Devices it may use',
      ]);
    });
  });
});

describe.each([{ dark: false }, { dark: true }])('every page with dark = $dark', ({ dark }) => {
  const pages = () => [
    ['sign-in', '/sign-in'],
    ['fleet', '/'],
    ['containers', '/containers'],
    ['container-open', `/containers/${idOf('page-open')}`],
    ['container-closed', `/containers/${idOf(hostileName)}`],
    ['hosts', '/hosts'],
    ['host', `/hosts/${hostOf('page-open')}`],
    ['compliance', '/compliance'],
    ['compliance-container', `/compliance?framework=pss-baseline&container=${idOf('page-open')}`],
  ];

  it('has no serious accessibility violation, and is there to look at', async () => {
    await signedIn({ dark }, async (page) => {
      for (const [name, path] of pages()) {
        await page.goto(`${system.url}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await page.screenshot({ path: join(out, `${name}-${dark ? 'dark' : 'light'}.png`), fullPage: true });
        expect([name, ...(await seriousViolations(page))]).toEqual([name]);
      }
    });
  });

  it('fits a phone', async () => {
    await signedIn({ dark, width: 390, height: 844 }, async (page) => {
      for (const [name, path] of pages()) {
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
