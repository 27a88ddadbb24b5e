import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { Database } from '../database/database.js';
import { jobsDone } from '../queue/queue.metrics.js';
import { Queues } from '../queue/queues.js';
import { compareQueue } from './compare.queue.js';
import { Comparer } from './comparer.js';
import { Membership } from './membership.js';
import { pair } from './pair.js';
import { Settler } from './settler.js';

/** Name of the queue of the jobs that look for drift. */
export const driftQueue = 'drift';

/** Milliseconds between two looks at what changed lately, two sweeps over everything, and two looks at the schedule. */
const every = { look: 3_000, sweep: 60_000, schedule: 30_000 };
/** Milliseconds for which what changed is looked at again: its comparison may have to be made first. */
const lately = 120_000;

/** Looks for drift in a worker process. What a look misses, or an emptied queue loses, the sweep finds in the tables. */
@Injectable()
export class DriftWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(DriftWorker.name);
  private queue: Queue | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** The newest posture period at some times, oldest first. */
  private marks: { at: number; period: string }[] = [];

  constructor(
    private readonly queues: Queues,
    private readonly database: Database,
    private readonly membership: Membership,
    private readonly comparer: Comparer,
    private readonly settler: Settler,
  ) {}

  onApplicationBootstrap(): void {
    this.queue = this.queues.queue(driftQueue);
    const workers = [
      this.queues.work(compareQueue, (job: Job) => this.comparer.compare(pair.parse(job.data)), {
        concurrency: 2,
      }),
      this.queues.work(driftQueue, (job: Job) => (job.name === 'sweep' ? this.sweep() : this.look())),
    ];
    for (const worker of workers) {
      worker.on('completed', (job) => {
        jobsDone.inc({ job: job.name, outcome: 'completed' });
        if (job.name === 'compare') void this.lookNow();
      });
      worker.on('failed', (job, error) => {
        jobsDone.inc({ job: job?.name ?? 'lost', outcome: 'failed' });
        this.logger.warn(`job ${job?.name ?? ''} ${job?.id ?? ''} failed: ${error.message}`);
      });
    }
    void this.schedule();
    // The schedule lives in the queue: where that was emptied, it has to come back.
    this.timer = setInterval(() => void this.schedule(), every.schedule);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Settles everything: what a look does, over all containers. */
  async sweep(): Promise<void> {
    await this.membership.assign(null);
    await this.membership.learn();
    await this.settler.lookAgainAtOutliers();
    await this.settler.settle(null);
  }

  /** Settles what changed lately, and the containers of workloads that have a new baseline. */
  async look(): Promise<void> {
    const since = await this.mark();
    await this.membership.assign(await this.changedSince(since));
    await this.membership.learn();
    await this.settler.settle(await this.changedSince(since));
  }

  /** The posture period from which on containers are looked at; `null` in a process that begins: all. */
  private async mark(): Promise<string | null> {
    const now = Date.now();
    const [newest] = await this.database.query<{ period: string }>(
      'SELECT coalesce(max(id), 0)::text AS period FROM posture_period',
    );
    this.marks.push({ at: now, period: newest?.period ?? '0' });
    while ((this.marks[1]?.at ?? now) < now - lately) this.marks.shift();
    return this.marks.length === 1 ? null : (this.marks[0]?.period ?? null);
  }

  private async changedSince(period: string | null): Promise<string[] | null> {
    if (period === null) return null;
    const rows = await this.database.query<{ id: string }>(
      `SELECT container_id AS id FROM posture_period WHERE id > $1
       UNION SELECT m.container_id FROM baseline b JOIN workload_member m USING (workload_id)
       WHERE b.created_at > now() - $2 * interval '1 millisecond'`,
      [period, lately],
    );
    return rows.map(({ id }) => id);
  }

  /** What was compared need not wait for the next round. */
  private async lookNow(): Promise<void> {
    await this.queue
      ?.add('look', {}, { jobId: 'look-now', removeOnComplete: true, removeOnFail: true })
      .catch(() => undefined);
  }

  private async schedule(): Promise<void> {
    try {
      for (const name of ['look', 'sweep'] as const)
        await this.queue?.upsertJobScheduler(
          name,
          { every: every[name] },
          { name, opts: { removeOnComplete: true, removeOnFail: true } },
        );
    } catch (error) {
      this.logger.warn(`the schedule could not be written: ${String(error)}`);
    }
  }
}
