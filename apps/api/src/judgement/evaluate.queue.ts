import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { ruleSet } from '@shoji/risk';
import { jobsNotAdded } from '../queue/queue.metrics.js';
import { Queues } from '../queue/queues.js';
import { jobIdOf, type Triple } from './triple.js';

/** Name of the queue whose jobs judge one triple each. */
export const evaluateQueue = 'evaluate';

/** Where triples wait to be judged. */
@Injectable()
export class EvaluateQueue {
  /** The rule set that is asked for: a verdict of another one is out of date. */
  readonly ruleSet = ruleSet;
  private queue: Queue | undefined;

  constructor(private readonly queues: Queues) {}

  /**
   * Asks for the judgement of these triples; those in the `background` wait for all others. Never fails: where the queue is
   * away, the sweep finds them later. Gives the number of triples asked for, 0 where the queue was away.
   */
  async enqueue(triples: readonly Triple[], when: 'now' | 'background' = 'now'): Promise<number> {
    const jobs = new Map(triples.map((triple) => [`${jobIdOf(triple, ruleSet)}-${when}`, triple]));
    if (jobs.size === 0) return 0;
    this.queue ??= this.queues.queue(evaluateQueue);
    const queue = this.queue;
    try {
      await queue.addBulk(
        Array.from(jobs, ([jobId, data]) => ({
          name: 'evaluate',
          data,
          opts: {
            jobId,
            ...(when === 'background' && { priority: 1 }),
            // Gone once done, so that the same triple can be asked for again under the same id.
            removeOnComplete: true,
            removeOnFail: true,
            attempts: 5,
            backoff: { type: 'exponential', delay: 500 },
          },
        })),
      );
      return jobs.size;
    } catch {
      jobsNotAdded.inc({ queue: evaluateQueue }, jobs.size);
      // A queue that could not be opened keeps its failure; the next call opens another.
      if (this.queue === queue) {
        this.queue = undefined;
        await this.queues.release(queue);
      }
      return 0;
    }
  }
}
