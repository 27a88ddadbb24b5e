import type { CollectorSelf } from '@shoji/posture';

/** Milliseconds of running until the collector first speaks of itself: starting up is not what it costs. */
const firstAfter = 10_000;
/** Milliseconds between two times: often enough to see it grow, seldom enough to cost nothing. */
const every = 300_000;
const mebibyte = 1 << 20;

/** What the process used since it started: microseconds of CPU time, and bytes of memory now. */
export interface Usage {
  cpu: () => NodeJS.CpuUsage;
  rss: () => number;
}

const ofThisProcess: Usage = { cpu: () => process.cpuUsage(), rss: () => process.memoryUsage.rss() };

/** Measures what the collector itself costs, between the times at which it reports that. */
export class SelfMeter {
  #since: { at: number; cpu: number } | null = null;
  #cycles = 0;
  #cycleTime = 0;
  #said = false;

  constructor(
    private readonly now: () => number,
    private readonly usage: Usage = ofThisProcess,
  ) {}

  /** Puts down that a reading took so many milliseconds; the first one, which warms up, only starts the clock. */
  cycle(milliseconds: number): void {
    if (this.#since === null) {
      this.#restart();
      return;
    }
    this.#cycles += 1;
    this.#cycleTime += milliseconds;
  }

  /** What is to be said with the next report, rounded so that noise is none; `null` while nothing is due. */
  due(): CollectorSelf | null {
    if (this.#since === null || this.#cycles === 0) return null;
    const time = this.now() - this.#since.at;
    if (time < (this.#said ? every : firstAfter)) return null;
    const cpu = (this.#cpu() - this.#since.cpu) / (time * 1000);
    return {
      cycleMilliseconds: Math.round(this.#cycleTime / this.#cycles),
      cpuPartsPerMillion: Math.max(0, Math.round(cpu * 10_000) * 100),
      rssBytes: Math.round(this.usage.rss() / mebibyte) * mebibyte,
    };
  }

  /** The server has it: begins anew. */
  taken(): void {
    this.#said = true;
    this.#restart();
  }

  #restart(): void {
    this.#since = { at: this.now(), cpu: this.#cpu() };
    this.#cycles = 0;
    this.#cycleTime = 0;
  }

  #cpu(): number {
    const { user, system } = this.usage.cpu();
    return user + system;
  }
}
