import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashDocument } from '@shoji/posture';
import type { Clock } from './clock.js';
import { CollectorError } from './errors.js';
import { createLog } from './log.js';
import type { HostReader, Notice, ReadContainer } from './read/snapshot.js';
import { run, type RunOptions } from './run.js';
import { reply, TestServer } from './testing/server.js';
import { sampleContainer, sampleSnapshot } from './testing/snapshot.js';

/** Time stands still until the test moves it. */
class ManualClock implements Clock {
  private time = Date.now();
  private timers: { at: number; call: () => void }[] = [];
  now = () => this.time;
  random = () => 0.5;
  after = (milliseconds: number, call: () => void) => {
    if (milliseconds <= 0) {
      const immediate = setImmediate(call);
      return () => clearImmediate(immediate);
    }
    const timer = { at: this.time + milliseconds, call };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((each) => each !== timer));
  };
  advance(milliseconds: number): void {
    this.time += milliseconds;
    const due = this.timers.filter(({ at }) => at <= this.time);
    this.timers = this.timers.filter(({ at }) => at > this.time);
    for (const { call } of due) call();
  }
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((go) => setImmediate(go));
};

let directory: string;
let server: TestServer;
let url: URL;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-run-'));
  server = new TestServer();
  url = await server.start();
});
afterEach(() => {
  server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A collector on a host whose containers the test decides. */
function collector(change: Partial<RunOptions> = {}) {
  const host = {
    containers: [] as ReadContainer[],
    reading: 0,
    readings: 0,
    notice: ((_: Notice) => undefined) as (notice: Notice) => void,
  };
  const reader: HostReader = {
    read: async (observedAt) => {
      expect((host.reading += 1)).toBe(1);
      await Promise.resolve();
      host.reading -= 1;
      host.readings += 1;
      return sampleSnapshot(host.containers, { observedAt });
    },
    watch: (notice) => {
      host.notice = notice;
      return { close: () => undefined };
    },
  };
  const lines: string[] = [];
  const clock = new ManualClock();
  const ended = new AbortController();
  const options: RunOptions = {
    reader,
    server: url,
    stateDirectory: join(directory, 'state'),
    interval: 30_000,
    jitter: 0,
    enrolmentToken: 'token',
    enrolmentTokenFile: undefined,
    spoolLimit: 1 << 20,
    connectTimeout: 5000,
    answerTimeout: 5000,
    version: '0.1.0',
    clock,
    monotonic: () => 5000,
    log: createLog('debug', (line) => lines.push(line)),
    ...change,
  };
  const finished = run(options, ended.signal);
  // A failed expectation must not be hidden behind the collector's own end.
  finished.catch(() => undefined);
  const stop = async () => {
    ended.abort();
    await finished;
  };
  /** Resolves when so many deliveries have ended, whichever way. */
  const attempts = (count: number) =>
    until(() => lines.filter((line) => /reported|server is away|does not take/.test(line)).length >= count);
  /** One interval later: the host has been read again. */
  const interval = async () => {
    const before = host.readings;
    clock.advance(30_000);
    await until(() => host.readings > before);
  };
  return { host, lines, clock, finished, stop, attempts, interval };
}

const eventTypes = (report: { events?: { type: string }[] | undefined }) =>
  report.events?.map(({ type }) => type);

describe('run', () => {
  it('enrols with a key of its own and reports, first everything, then the head alone', async () => {
    const { host, stop, attempts, interval } = collector();
    host.containers = [sampleContainer('a')];
    const first = await server.received(1);
    expect(first.containers?.map(({ id }) => id)).toEqual(['a']);
    expect(eventTypes(first)).toEqual(['collector-started']);
    await attempts(1);
    await interval();
    const second = await server.received(2);
    const head = ['schema', 'bootId', 'seq', 'observedAt', 'interval', 'inventory'];
    // Once warmed up it says what it costs, and then not again for minutes.
    expect(Object.keys(second)).toEqual([...head, 'collector']);
    expect(second.seq).toBeGreaterThan(first.seq);
    await interval();
    expect(Object.keys(await server.received(3))).toEqual(head);
    await stop();
    expect(server.enrolments).toBe(1);
    expect(statSync(join(directory, 'state/host-key.pem')).mode & 0o777).toBe(0o600);
  });

  it('tells of containers that start and go', async () => {
    const { host, stop, attempts, interval } = collector();
    await attempts(1);
    host.containers = [sampleContainer('a')];
    await interval();
    const started = await server.received(2);
    expect(started).toMatchObject({
      base: server.reports[0]!.inventory,
      gone: [],
      containers: [{ id: 'a' }],
    });
    expect(eventTypes(started)).toEqual(['container-started']);
    await attempts(2);
    host.containers = [];
    await interval();
    const gone = await server.received(3);
    expect(gone).toMatchObject({ base: started.inventory, gone: ['a'], containers: [] });
    expect(eventTypes(gone)).toEqual(['container-gone']);
    await stop();
  });

  it('reads the host soon after the kernel announced something', async () => {
    const { host, stop, attempts, clock } = collector();
    await attempts(1);
    host.containers = [sampleContainer('a')];
    host.notice({ type: 'other' });
    clock.advance(300);
    expect((await server.received(2)).containers?.length).toBe(1);
    await stop();
  });

  it('sends what the server needs at once', async () => {
    const container = sampleContainer('a');
    const wanted = hashDocument(container.posture);
    const { host, stop, attempts, interval } = collector();
    host.containers = [container];
    await attempts(1);
    server.replies.push(reply(409, { need: 'inventory' }), reply(409, { need: [wanted] }));
    await interval();
    const [full, again] = [await server.received(3), await server.received(4)];
    expect(full.containers?.length).toBe(1);
    expect(full).not.toHaveProperty('documents');
    expect(again).toMatchObject({ containers: full.containers, documents: { [wanted]: container.posture } });
    expect(again.seq).toBe(full.seq + 1);
    await stop();
  });

  it.each([
    ['429 with Retry-After', 429, { 'retry-after': '90' }, 90_500],
    ['503 without', 503, {}, 500],
  ])('waits as long as the server asks: %s', async (_, status, headers, wait) => {
    server.replies.push(reply(status, { error: { message: 'busy' } }, headers));
    const { stop, clock, lines, attempts } = collector();
    await attempts(1);
    expect(lines.join('')).toContain(`reason="${status}: busy" retryInMs=${wait}`);
    clock.advance(wait);
    expect(await server.received(2)).toEqual(server.reports[0]);
    await stop();
  });

  it('sends the same report again when the answer is lost, so that no event arrives twice as new', async () => {
    server.replies.push(
      (response) => response.destroy(),
      (response) => response.destroy(),
    );
    const { stop, attempts, interval } = collector();
    await attempts(1);
    await interval();
    await attempts(2);
    await interval();
    const third = await server.received(3);
    expect(server.reports.slice(0, 2)).toEqual([third, third]);
    expect(eventTypes(await server.received(4))).toBeUndefined();
    await stop();
  });

  it('gives up on an answer that does not come', async () => {
    server.replies.push(() => undefined);
    const { stop, attempts, lines, clock } = collector({ answerTimeout: 50 });
    await attempts(1);
    expect(lines.join('')).toContain('no answer within 50 ms');
    clock.advance(1000);
    expect(await server.received(2)).toEqual(server.reports[0]);
    await stop();
  });

  it('ends at once while an answer is awaited', async () => {
    server.replies.push(() => undefined);
    const { stop } = collector();
    await server.received(1);
    await stop();
  });

  it.each([
    ['no JSON', 'later|without JSON', (response: ServerResponse) => response.end('<html>')],
    [
      'too long',
      'longer than 1048576 bytes',
      (response: ServerResponse) => response.end('x'.repeat(2 << 20)),
    ],
    [
      'cut short',
      'aborted',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('takes an answer that is %s for none', async (_, reason, answer) => {
    server.replies.push(answer);
    const { stop, lines, attempts, clock } = collector();
    await attempts(1);
    expect(lines.join('')).toMatch(new RegExp(reason));
    clock.advance(1000);
    expect(await server.received(2)).toEqual(server.reports[0]);
    await stop();
  });

  it.each([401, 403])('stops for good when it is refused with %s', async (status) => {
    server.replies.push(reply(status, { error: { message: 'revoked by admin' } }));
    const { finished } = collector();
    await expect(finished).rejects.toMatchObject({
      code: 'refused',
      message: `the server refuses this host: ${status}: revoked by admin`,
    });
    expect(server.reports.length).toBe(1);
  });

  it('does not leave over a clock that is off', async () => {
    const date = new Date(Date.now() + 7_200_000).toUTCString();
    server.replies.push(reply(401, { error: { message: 'stale' } }, { date }));
    const { stop, lines, attempts } = collector();
    await attempts(1);
    await stop();
    expect(lines.join('')).toMatch(/this clock is \d+ s off/);
  });

  it.each([400, 422, 413])(
    'waits an interval and tries anew when the server cannot take it: %s',
    async (status) => {
      server.replies.push(reply(status, { error: { message: 'containers.0.posture: no' } }));
      const { stop, lines, attempts, clock } = collector();
      await attempts(1);
      expect(lines.join('')).toContain(`reason="${status}: containers.0.posture: no" retryInMs=30500`);
      clock.advance(30_500);
      const second = await server.received(2);
      expect(second.seq).toBe(server.reports[0]!.seq + 1);
      expect(eventTypes(second)).toEqual(['collector-started']);
      await stop();
    },
  );

  it('keeps what the server never heard over a restart, and never uses a number twice', async () => {
    server.replies.push(reply(200, { ack: 1 }), reply(503, {}));
    const first = collector();
    await first.attempts(1);
    first.host.containers = [sampleContainer('a')];
    await first.interval();
    await first.attempts(2);
    await first.stop();
    const used = server.reports.at(-1)!.seq;

    const second = collector();
    const report = await server.received(3);
    await second.attempts(1);
    await second.stop();
    expect(eventTypes(report)).toEqual(['container-started', 'collector-started']);
    expect(report.seq).toBeGreaterThan(used);
    expect(server.enrolments).toBe(1);
  });

  it('refuses to run beside another on the same state', async () => {
    const first = collector();
    await server.received(1);
    await expect(collector().finished).rejects.toThrow('another collector runs on');
    await first.stop();
    const third = collector();
    await third.attempts(1);
    await third.stop();
  });

  it('says how to enrol when it has no token', async () => {
    await expect(collector({ enrolmentToken: undefined }).finished).rejects.toThrow('SHOJI_ENROLL_TOKEN');
  });

  it('never writes the token or the private key to its log or its state', async () => {
    const { stop, lines } = collector({ enrolmentToken: 'very-secret-token' });
    await server.received(1);
    await stop();
    const secret = readFileSync(join(directory, 'state/host-key.pem'), 'utf8').split('\n')[1]!;
    const written = lines.join('') + readFileSync(join(directory, 'state/identity.json'), 'utf8');
    expect(written).not.toContain('very-secret-token');
    expect(written).not.toContain(secret);
  });

  it('ends with an error where its state is open to others', async () => {
    const first = collector();
    await server.received(1);
    await first.stop();
    chmodSync(join(directory, 'state/host-key.pem'), 0o640);
    const { finished } = collector();
    await expect(finished).rejects.toBeInstanceOf(CollectorError);
    await expect(finished).rejects.toMatchObject({ code: 'bad-state' });
  });
});
