import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

/** Debian's Chromium, headless, with a profile of its own and no word to anyone but loopback. */
export interface Browser {
  context: BrowserContext;
  page: Page;
  close(): Promise<void>;
}

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Opens a fresh profile in a window of the given size. */
export async function openBrowser(
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'shoji-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: quiet,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
  });
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Signs in as the admin and waits for the fleet page. */
export async function signIn(page: Page, url: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((address) => address.pathname === '/');
}

/** Runs with a signed-in page and ends with the browser closed; fails on any error the page itself reports. */
export async function signedIn(
  { url, adminPassword }: { url: string; adminPassword: string },
  options: Parameters<typeof openBrowser>[0],
  work: (page: Page, browser: Browser) => Promise<void>,
): Promise<void> {
  const browser = await openBrowser(options);
  const problems: string[] = [];
  browser.page.on('pageerror', (error) => problems.push(error.message));
  browser.page.on('dialog', (dialog) => problems.push(`a dialog: ${dialog.message()}`));
  try {
    await signIn(browser.page, url, adminPassword);
    await work(browser.page, browser);
    expect(problems).toEqual([]);
  } finally {
    await browser.close();
  }
}

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** What axe finds on a page that keeps people from using it, one line a rule. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations: Violation[] = await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
