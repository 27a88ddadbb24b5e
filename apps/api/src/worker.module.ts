import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, type Config } from './config.js';
import { RuleSetsModule } from './custom-rules/rule-sets.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DriftWorkerModule } from './drift/drift.module.js';
import { JudgementWorkerModule } from './judgement/judgement.module.js';

/** Everything one worker process runs. A slice with jobs is listed here. */
@Module({})
export class WorkerModule {
  static with(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        RuleSetsModule,
        JudgementWorkerModule,
        DriftWorkerModule,
      ],
    };
  }
}
