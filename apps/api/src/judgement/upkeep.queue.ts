import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Queues } from '../queue/queues.js';

/** Name of the queue of the jobs that come round by themselves. */
export const upkeepQueue = 'upkeep';

/** Where a sweep is asked for out of its turn. */
@Injectable()
export class UpkeepQueue {
  private queue: Queue | undefined;

  constructor(private readonly queues: Queues) {}

  /** Asks for a sweep, once a reason. Never fails: where the queue is away, the next sweep comes by itself. */
  async sweepNow(reason: string): Promise<void> {
    this.queue ??= this.queues.queue(upkeepQueue);
    const queue = this.queue;
    try {
      await queue.add('sweep', {}, { jobId: `sweep-${reason}`, removeOnComplete: true, removeOnFail: true });
    } catch {
      // A queue that could not be opened keeps its failure; the next call opens another.
      if (this.queue !== queue) return;
      this.queue = undefined;
      await this.queues.release(queue);
    }
  }
}
