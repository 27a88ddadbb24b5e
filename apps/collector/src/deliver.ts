import type { EnrolmentAnswer, Event, Report } from '@shoji/posture';
import { Alarm } from './alarm.js';
import type { Clock } from './clock.js';
import { CollectorError, messageOf } from './errors.js';
import { enrolmentMessage, identityOf } from './identity/enrolment.js';
import type { Log } from './log.js';
import { Backoff } from './report/backoff.js';
import { acknowledge, buildReport, type Acknowledged } from './report/build.js';
import type { Inventory } from './report/inventory.js';
import type { Server } from './report/send.js';
import type { Verdict } from './report/verdict.js';
import type { SelfMeter } from './self-meter.js';
import { isGap, type Spool } from './spool/spool.js';
import type { Sequence } from './state/sequence.js';

/** Milliseconds for which a report whose answer got lost is sent again as it was: the server keeps receipts longer. */
const resendFor = 120_000;
/** Times a server may ask for more within one delivery. */
const mostNeeds = 4;
/** Events in one report. */
const eventsAtOnce = 1000;

export interface DeliverOptions {
  server: Pick<Server, 'post'>;
  spool: Pick<Spool, 'peek' | 'acknowledge'>;
  sequence: Pick<Sequence, 'next'>;
  meter: Pick<SelfMeter, 'due' | 'taken'>;
  clock: Clock;
  log: Log;
  /** Milliseconds. */
  interval: number;
  /** Milliseconds over which first reports are spread. */
  jitter: number;
  /** `null` = this host has still to enrol. */
  identity: EnrolmentAnswer | null;
  publicKey: string;
  /** Read when it is needed. @throws {CollectorError} `bad-configuration` where there is none. */
  enrolmentToken: () => string;
  enrolled: (identity: EnrolmentAnswer) => void;
}

/** A report on its way: the bytes, and what will be acknowledged with them. */
interface Outgoing {
  message: string;
  report: Report;
  inventory: Inventory;
  /** Id of the last event in it; 0 = none. */
  events: number;
  builtAt: number;
}

/** Brings inventories and events to the server, in order, one message at a time. */
export class Delivery {
  private readonly alarm: Alarm;
  private readonly backoff: Backoff;
  private identity: EnrolmentAnswer | null;
  private latest: Inventory | null = null;
  private acknowledged: Acknowledged | null = null;
  private outgoing: Outgoing | null = null;
  private need: { full: boolean; documents: string[] } = { full: false, documents: [] };
  private lastTaken = -Infinity;

  constructor(private readonly options: DeliverOptions) {
    this.alarm = new Alarm(options.clock);
    this.backoff = new Backoff(options.clock.random);
    this.identity = options.identity;
    this.alarm.notBefore(options.clock.now() + options.clock.random() * options.jitter);
  }

  /** Takes the newest inventory; it replaces the one before, sent or not. Events wait in the spool. */
  submit(inventory: Inventory): void {
    const { clock, interval } = this.options;
    this.latest = inventory;
    const news =
      this.acknowledged?.inventory.hash !== inventory.hash ||
      this.acknowledged.inventory.host !== inventory.host ||
      this.options.spool.peek(1).length > 0;
    // An unchanged host is heard of once an interval, with the reading that comes closest to it.
    const due = news || clock.now() - this.lastTaken >= interval * 0.9;
    if (due) this.alarm.by(clock.now());
  }

  /** Delivers until aborted. @throws {CollectorError} `refused` when the server wants no more of this host. */
  async run(signal: AbortSignal): Promise<void> {
    const { log } = this.options;
    while (!signal.aborted) {
      await this.alarm.wait(signal);
      if (signal.aborted || this.latest === null) continue;
      const verdict =
        this.identity === null ? await this.enrol(this.latest, signal) : await this.report(signal);
      if (signal.aborted) break;
      switch (verdict.kind) {
        case 'taken':
          this.backoff.reset();
          this.alarm.notBefore(0);
          break;
        case 'refused':
          throw new CollectorError('refused', `the server refuses this host: ${verdict.reason}`);
        case 'later': {
          const wait = this.backoff.next(verdict.afterMs);
          log.warn('the server is away', { reason: verdict.reason, retryInMs: Math.round(wait) });
          this.retryAfter(wait);
          break;
        }
        case 'need':
        case 'too-large':
        case 'invalid': {
          const reason = verdict.kind === 'need' ? 'it keeps asking for more' : verdict.reason;
          const wait = this.backoff.next(this.options.interval);
          log.error('the server does not take this report', { reason, retryInMs: Math.round(wait) });
          this.outgoing = null;
          this.retryAfter(wait);
          break;
        }
      }
    }
  }

  private retryAfter(milliseconds: number): void {
    const at = this.options.clock.now() + milliseconds;
    this.alarm.notBefore(at);
    this.alarm.by(at);
  }

  private async enrol({ node }: Inventory, signal: AbortSignal): Promise<Verdict> {
    const { server, publicKey, enrolmentToken, enrolled, log } = this.options;
    const verdict = await server.post(
      '/v1/enroll',
      enrolmentMessage(enrolmentToken(), publicKey, node),
      signal,
    );
    if (verdict.kind !== 'taken') return verdict;
    try {
      this.identity = identityOf(verdict.answer);
    } catch (error) {
      return { kind: 'later', afterMs: null, reason: messageOf(error) };
    }
    enrolled(this.identity);
    log.info('enrolled', { host: this.identity.hostId });
    this.alarm.by(this.options.clock.now());
    return verdict;
  }

  private async report(signal: AbortSignal): Promise<Verdict> {
    const { server, spool, meter, clock, log } = this.options;
    for (let needs = 0; ; needs += 1) {
      const outgoing = this.next();
      if (outgoing === null) return { kind: 'taken', answer: null };
      const verdict = await server.post('/v1/report', outgoing.message, signal);
      // Whether a report was taken is known only from an answer: without one it is sent again as it was.
      if (verdict.kind !== 'later') this.outgoing = null;
      if (verdict.kind === 'need' && needs < mostNeeds) {
        if (verdict.need === 'inventory') this.need.full = true;
        else this.need.documents.push(...verdict.need);
        continue;
      }
      if (verdict.kind === 'taken') {
        this.acknowledged = acknowledge(this.acknowledged, outgoing.inventory, outgoing.report);
        this.need = { full: false, documents: [] };
        this.lastTaken = clock.now();
        if (outgoing.report.collector) meter.taken();
        if (outgoing.events > 0) spool.acknowledge(outgoing.events);
        log.debug('reported', { seq: outgoing.report.seq, bytes: outgoing.message.length });
        const behind = this.latest !== outgoing.inventory || spool.peek(1).length > 0;
        if (behind && this.latest !== null) this.submit(this.latest);
      }
      return verdict;
    }
  }

  /** The report whose answer is still awaited, or a new one of the latest inventory. */
  private next(): Outgoing | null {
    const { sequence, spool, meter, clock, interval } = this.options;
    const builtAt = clock.now();
    if (this.outgoing !== null && builtAt - this.outgoing.builtAt < resendFor) return this.outgoing;
    if (this.latest === null) return null;
    const inventory = this.latest;
    const frames = spool.peek(eventsAtOnce);
    const report = buildReport(this.acknowledged, inventory, {
      seq: sequence.next(inventory.bootId),
      interval: Math.max(1, Math.ceil(interval / 1000)),
      events: frames.map(({ value }) => eventOf(value, inventory.observedAt)),
      self: meter.due(),
      full: this.need.full,
      need: this.need.documents,
    });
    const message = JSON.stringify(report);
    this.outgoing = { message, report, inventory, events: frames.at(-1)?.id ?? 0, builtAt };
    return this.outgoing;
  }
}

/** What is held in the spool as the server's event: a gap becomes `spool-dropped`. */
const eventOf = (value: unknown, at: Date): Event =>
  isGap(value)
    ? {
        at: at.toISOString(),
        type: 'spool-dropped',
        container: null,
        detail: `${value.gap.count} events were lost: the spool was full or damaged`,
      }
    : (value as Event);
