import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { driftVersion } from '@shoji/drift';
import { jobsNotAdded } from '../queue/queue.metrics.js';
import { Queues } from '../queue/queues.js';
import { jobIdOf, type Pair } from './pair.js';

/** Name of the queue whose jobs compare one pair each. */
export const compareQueue = 'compare';

/** Where pairs wait to be compared. */
@Injectable()
export class CompareQueue {
  private queue: Queue | undefined;

  constructor(private readonly queues: Queues) {}

  /** Asks for these comparisons. Never fails: where the queue is away, the next sweep asks again. */
  async enqueue(pairs: readonly Pair[]): Promise<void> {
    const jobs = new Map(pairs.map((each) => [jobIdOf(each, driftVersion), each]));
    if (jobs.size === 0) return;
    this.queue ??= this.queues.queue(compareQueue);
    const queue = this.queue;
    try {
      await queue.addBulk(
        Array.from(jobs, ([jobId, data]) => ({
          name: 'compare',
          data,
          opts: {
            jobId,
            // Gone once done, so that the same pair can be asked for again under the same id.
            removeOnComplete: true,
            removeOnFail: true,
            attempts: 3,
            backoff: { type: 'exponential', delay: 500 },
          },
        })),
      );
    } catch {
      jobsNotAdded.inc({ queue: compareQueue }, jobs.size);
      // A queue that could not be opened keeps its failure; the next call opens another.
      if (this.queue === queue) {
        this.queue = undefined;
        await this.queues.release(queue);
      }
    }
  }
}
