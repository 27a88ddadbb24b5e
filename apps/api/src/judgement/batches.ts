/** What a crowd may come to: items of one batch, and batches in work at once. */
export interface BatchLimits {
  items: number;
  batches: number;
}

interface Waiting<T> {
  item: T;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/**
 * Gathers what is asked for while earlier batches are in work: a lone item goes at once, a crowd goes together. Where a
 * batch fails, each of its items is tried alone, so that a bad one takes no other along.
 */
export class Batches<T> {
  private readonly waiting: Waiting<T>[] = [];
  private inWork = 0;

  constructor(
    private readonly work: (items: readonly T[]) => Promise<void>,
    private readonly limits: BatchLimits,
  ) {}

  /** Ends, well or not, as the work on this item did. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // What is added at the same moment goes together.
      queueMicrotask(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    if (this.inWork >= this.limits.batches || this.waiting.length === 0) return;
    this.inWork += 1;
    const batch = this.waiting.splice(0, this.limits.items);
    try {
      await this.work(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const { item, resolve, reject } of batch) await this.work([item]).then(resolve, reject);
    } finally {
      this.inWork -= 1;
      void this.next();
    }
  }
}
