import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  createPostgresBackend,
  Queue,
  setDefaultBackendFactory,
  Worker,
  type ConnectionOptions,
  type Processor,
  type WorkerOptions,
} from 'bullmq';
import { CONFIG, type Config } from '../config.js';
import { queueErrors } from './queue.metrics.js';

/** Seconds after which a job of a worker that died is given to another. */
const lostAfter = 15;

/**
 * Queues and workers over Postgres, or over Redis where `REDIS_URL` is set. A lost connection comes back by itself;
 * until then adding fails, and what would have been added is found by the sweep.
 */
@Injectable()
export class Queues implements OnApplicationShutdown {
  private readonly logger = new Logger(Queues.name);
  private readonly workers: Worker[] = [];
  private readonly queues = new Set<Queue>();

  constructor(@Inject(CONFIG) private readonly config: Config) {
    setDefaultBackendFactory(config.REDIS_URL === undefined ? createPostgresBackend : undefined);
  }

  /** A queue to add to; close it with {@link release}. */
  queue(name: string): Queue {
    const queue = new Queue(name, { connection: this.connection(false) });
    queue.on('error', (error) => this.report(name, error));
    this.queues.add(queue);
    return queue;
  }

  /** Closes a queue before the application does. */
  async release(queue: Queue): Promise<void> {
    this.queues.delete(queue);
    await queue.close().catch(() => undefined);
  }

  /** Runs the jobs of a queue until the application ends, which waits for those in work. */
  work(name: string, processor: Processor, options: Partial<WorkerOptions> = {}): Worker {
    const worker = new Worker(name, processor, {
      connection: this.connection(true),
      lockDuration: lostAfter * 1000,
      stalledInterval: lostAfter * 1000,
      // A job is idempotent, so one whose worker dies is begun again as often as it takes.
      maxStalledCount: 1000,
      ...options,
    });
    worker.on('error', (error) => this.report(name, error));
    this.workers.push(worker);
    return worker;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close().catch(() => undefined)));
    await Promise.all([...this.queues].map((queue) => queue.close().catch(() => undefined)));
  }

  private report(name: string, error: Error): void {
    queueErrors.inc({ queue: name });
    this.logger.warn(`queue ${name}: ${error.message}`);
  }

  private connection(blocking: boolean): ConnectionOptions {
    const { DATABASE_URL: connectionString, REDIS_URL: url, DATABASE_CONNECT_TIMEOUT: timeout } = this.config;
    if (url !== undefined)
      // Adding must fail rather than wait for a Redis that is away; a worker has nothing better to do than wait.
      return blocking
        ? { url, maxRetriesPerRequest: null }
        : { url, enableOfflineQueue: false, maxRetriesPerRequest: 1 };
    return {
      connectionString,
      schema: 'bullmq',
      migrate: true,
      max: blocking ? 3 : 2,
      connectionTimeoutMillis: timeout,
      application_name: 'shoji-queue',
      // A job that a crash of the machine takes is found again by the sweep: nobody waits for the disk.
      options: '-c synchronous_commit=off',
    };
  }
}
