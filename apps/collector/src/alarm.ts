import type { Clock } from './clock.js';

/** One moment to wait for, that can be moved closer but never before a bound. Milliseconds since 1970. */
export class Alarm {
  private due = Infinity;
  private bound = 0;
  private cancel: () => void = () => undefined;
  private ring: (() => void) | null = null;

  constructor(private readonly clock: Clock) {}

  /** Rings at this time, or earlier if it was to. */
  by(time: number): void {
    if (time >= this.due) return;
    this.due = time;
    this.rearm();
  }

  /** Does not ring before this time, whatever is asked of it. */
  notBefore(time: number): void {
    this.bound = time;
    this.rearm();
  }

  /** Resolves when it rings, which resets it, or at once when the signal is aborted. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        this.cancel();
        this.ring = null;
        this.due = Infinity;
        resolve();
      };
      if (signal.aborted) return done();
      signal.addEventListener('abort', done);
      this.ring = done;
      this.rearm();
    });
  }

  private rearm(): void {
    this.cancel();
    this.cancel = () => undefined;
    if (this.ring === null || this.due === Infinity) return;
    const wait = Math.max(this.due, this.bound) - this.clock.now();
    this.cancel = this.clock.after(Math.max(0, wait), this.ring);
  }
}
