import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { z } from 'zod';
import { hash } from '@shoji/posture';
import { jobsDone, unjudgedTriples } from '../queue/queue.metrics.js';
import { Queues } from '../queue/queues.js';
import { EvaluateQueue, evaluateQueue } from './evaluate.queue.js';
import { Evaluator } from './evaluator.js';
import { Retention } from './retention.js';
import { UpkeepQueue, upkeepQueue } from './upkeep.queue.js';

/** Milliseconds between two sweeps, two prunings, and two looks whether the schedule is still there. */
const every = { sweep: 10_000, retain: 60_000, schedule: 30_000 };
/** Triples one sweep asks for: those of a large fleet after a change of rule set come in portions. */
const sweepLimit = 5000;

/** Jobs taken at once: what the evaluator has in work, and as much again waiting for it. */
const concurrency = 12;

const task = z.object({ triples: z.array(z.object({ posture: hash, host: hash, traits: hash })) });

/** Runs the jobs of judgement and upkeep in a worker process. */
@Injectable()
export class JudgementWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(JudgementWorker.name);
  private upkeep: Queue | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queues: Queues,
    private readonly evaluator: Evaluator,
    private readonly evaluateJobs: EvaluateQueue,
    private readonly retention: Retention,
    private readonly sweeps: UpkeepQueue,
  ) {}

  onApplicationBootstrap(): void {
    this.upkeep = this.queues.queue(upkeepQueue);
    const workers = [
      this.queues.work(evaluateQueue, (job: Job) => this.evaluateAll(job), { concurrency }),
      this.queues.work(upkeepQueue, (job: Job) => this.keepUp(job.name)),
    ];
    for (const worker of workers) {
      worker.on('completed', (job) => jobsDone.inc({ job: job.name, outcome: 'completed' }));
      worker.on('failed', (job, error) => {
        jobsDone.inc({ job: job?.name ?? 'lost', outcome: 'failed' });
        this.logger.warn(`job ${job?.name ?? ''} ${job?.id ?? ''} failed: ${error.message}`);
      });
    }
    void this.begin();
    // The schedule lives in the queue: where that was emptied, it has to come back.
    this.timer = setInterval(() => void this.schedule(), every.schedule);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** A start may bring another rule set: what it leaves to be judged is looked for at once. */
  private async begin(): Promise<void> {
    await this.schedule();
    await this.sweeps.sweepNow('begin');
  }

  private async schedule(): Promise<void> {
    try {
      for (const name of ['sweep', 'retain'] as const)
        await this.upkeep?.upsertJobScheduler(
          name,
          { every: every[name] },
          { name, opts: { removeOnComplete: true, removeOnFail: true } },
        );
    } catch (error) {
      this.logger.warn(`the schedule could not be written: ${String(error)}`);
    }
  }

  private async evaluateAll(job: Job): Promise<void> {
    const { triples } = task.parse(job.data);
    await Promise.all(triples.map((triple) => this.evaluator.evaluate(triple)));
  }

  private async keepUp(name: string): Promise<void> {
    if (name === 'retain') return this.retention.prune();
    const missing = await this.evaluator.sweep(sweepLimit);
    unjudgedTriples.set(missing.length);
    await this.evaluateJobs.enqueue(missing, 'background');
  }
}
