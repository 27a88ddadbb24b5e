import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, type Config } from './config.js';
import { RuleSetsModule } from './custom-rules/rule-sets.module.js';
import { DatabaseModule } from './database/database.module.js';
import { ApiGraphqlModule } from './graphql/api-graphql.module.js';
import { HealthModule } from './health/health.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { MetricsModule } from './metrics/metrics.module.js';

/** Everything one API process serves. A new slice is listed here. */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        DatabaseModule,
        RuleSetsModule,
        HealthModule,
        MetricsModule,
        IntakeModule,
        ApiGraphqlModule,
      ],
    };
  }
}
