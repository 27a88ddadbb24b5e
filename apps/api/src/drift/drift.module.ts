import { Module } from '@nestjs/common';
import { ContainersModule } from '../containers/containers.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { CompareQueue } from './compare.queue.js';
import { Comparer } from './comparer.js';
import { ContainerDriftResolver } from './container-drift.resolver.js';
import { DecisionService } from './decision.service.js';
import { ContainerDifferenceResolver, DifferenceResolver } from './difference.resolver.js';
import { DifferenceService } from './difference.service.js';
import { DriftResolver } from './drift.resolver.js';
import { DriftService } from './drift.service.js';
import { DriftWorker } from './drift.worker.js';
import { Membership } from './membership.js';
import { Settler } from './settler.js';
import { BaselineResolver, WorkloadResolver } from './workload.resolver.js';
import { WorkloadService } from './workload.service.js';

/** Drift as it is read and decided: what the API process serves. */
@Module({
  imports: [ContainersModule],
  providers: [
    DriftService,
    DecisionService,
    WorkloadService,
    DifferenceService,
    DifferenceResolver,
    ContainerDifferenceResolver,
    DriftResolver,
    WorkloadResolver,
    BaselineResolver,
    ContainerDriftResolver,
  ],
  exports: [DriftService, WorkloadService],
})
export class DriftModule {}

/** Finding it: what the worker process runs. */
@Module({ imports: [QueueModule], providers: [CompareQueue, Comparer, Membership, Settler, DriftWorker] })
export class DriftWorkerModule {}
