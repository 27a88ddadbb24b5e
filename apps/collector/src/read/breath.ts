/** Milliseconds that a reading may hold the event loop: what the kernel announces waits meanwhile. */
const longest = 3;

/** Milliseconds by the monotonic clock: `performance` would load what measures web pages. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Parts a long reading, so that announcements are known in the middle of it. */
export class Breath {
  #since = now();

  /** Whether it is time to {@link take} one; asked between two steps of a reading. */
  get due(): boolean {
    return now() - this.#since > longest;
  }

  /** Goes through steps, with a breath wherever one is due. */
  async through<T>(steps: Generator<undefined, T>): Promise<T> {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (this.due) await this.take();
    }
  }

  /** Resolves when the event loop has turned once. */
  async take(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = now();
  }
}
