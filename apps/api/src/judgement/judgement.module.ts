import { Module } from '@nestjs/common';
import { QueueModule } from '../queue/queue.module.js';
import { EvaluateQueue } from './evaluate.queue.js';
import { Evaluator } from './evaluator.js';
import { JudgementWorker } from './judgement.worker.js';
import { Retention } from './retention.js';
import { UpkeepQueue } from './upkeep.queue.js';

/** Asking for judgements: what intake needs. */
@Module({ imports: [QueueModule], providers: [EvaluateQueue], exports: [EvaluateQueue] })
export class EvaluateQueueModule {}

/** Asking for a sweep: what those need who change the rules. */
@Module({ imports: [QueueModule], providers: [UpkeepQueue], exports: [UpkeepQueue] })
export class UpkeepQueueModule {}

/** Making them: what the worker process runs. */
@Module({
  imports: [QueueModule, EvaluateQueueModule, UpkeepQueueModule],
  providers: [Evaluator, Retention, JudgementWorker],
})
export class JudgementWorkerModule {}
