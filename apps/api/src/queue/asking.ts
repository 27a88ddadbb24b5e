import type { Queue } from 'bullmq';
import { jobsNotAdded } from './queue.metrics.js';
import type { Queues } from './queues.js';

/** Adds jobs to one queue that may be asked for again and again: what is lost of them, a sweep asks for once more. */
export class Asking {
  private queue: Queue | undefined;

  /** `name` is the queue's and its jobs'; a job that fails is tried `attempts` times. */
  constructor(
    private readonly queues: Queues,
    private readonly name: string,
    private readonly attempts: number,
  ) {}

  /**
   * Asks for jobs by their ids; one that waits or runs already is not added again. Never fails, also where the
   * queue is away. A `priority` other than 0 waits for all jobs that have none.
   */
  async ask(jobs: ReadonlyMap<string, object>, priority = 0): Promise<void> {
    if (jobs.size === 0) return;
    this.queue ??= this.queues.queue(this.name);
    const queue = this.queue;
    try {
      await queue.addBulk(
        Array.from(jobs, ([jobId, data]) => ({
          name: this.name,
          data,
          opts: {
            jobId,
            ...(priority > 0 && { priority }),
            // Gone once done, so that the same can be asked for again under the same id.
            removeOnComplete: true,
            removeOnFail: true,
            attempts: this.attempts,
            backoff: { type: 'exponential', delay: 500 },
          },
        })),
      );
    } catch {
      jobsNotAdded.inc({ queue: this.name }, jobs.size);
      // A queue that could not be opened keeps its failure; the next call opens another.
      if (this.queue === queue) {
        this.queue = undefined;
        await this.queues.release(queue);
      }
    }
  }
}
