import type { Clock } from '../clock.js';

/** Milliseconds. The cap keeps a fleet's return after a long outage within minutes. */
const first = 1000;
const cap = 300_000;

/**
 * Full-jitter exponential backoff: any wait up to 1 s, 2 s, 4 s … 5 min, so that hosts cut off together do not come
 * back together. What the server asks for is waited out first.
 */
export class Backoff {
  private failures = 0;

  constructor(private readonly random: Clock['random']) {}

  /** Milliseconds to wait after one more failure; `atLeast` is the server's Retry-After. */
  next(atLeast: number | null): number {
    const most = Math.min(cap, first * 2 ** Math.min(this.failures, 20));
    this.failures += 1;
    return (atLeast ?? 0) + this.random() * most;
  }

  reset(): void {
    this.failures = 0;
  }
}
