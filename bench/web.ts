/** How soon a person sees the fleet page. */
import { openBrowser, signIn } from '../test/harness/browser.js';
import type { System } from '../test/harness/system.js';
import { median, printRatio } from './measure.js';

const rounds = 7;

/** Milliseconds until the first contentful paint of the page at `path`, with a cold cache for scripts and styles. */
async function firstPaint(system: System, path: string): Promise<number> {
  const browser = await openBrowser();
  try {
    await signIn(browser.page, system.url, system.adminPassword);
    const client = await browser.context.newCDPSession(browser.page);
    await client.send('Network.clearBrowserCache');
    await browser.page.goto(`${system.url}${path}`, { waitUntil: 'load' });
    const paint = await browser.page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    );
    return Number(await paint.jsonValue());
  } finally {
    await browser.close();
  }
}

/** First paint of the fleet page against that of the plainest page the same server has. */
export async function benchWeb(system: System): Promise<void> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await firstPaint(system, '/'));
    plain.push(await firstPaint(system, '/healthz'));
  }
  printRatio({
    what: 'fleet page, first contentful paint',
    ours: median(ours),
    peer: median(plain),
    unit: 'ms',
    peerName: 'a line of text from the same server',
  });
}
