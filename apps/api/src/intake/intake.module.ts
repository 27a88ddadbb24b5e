import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { EnrolmentService } from '../access/enrolment.service.js';
import { CONFIG, type Config } from '../config.js';
import { Database } from '../database/database.js';
import { EvaluateQueueModule } from '../judgement/judgement.module.js';
import { Metrics } from '../metrics/metrics.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { IntakeService } from './intake.service.js';
import { intakeRoutes } from './routes.js';

/** What hosts send: enrolment and reports. Plain Fastify routes, because they check a request before its body is read. */
@Module({ imports: [EvaluateQueueModule, MetricsModule], providers: [EnrolmentService, IntakeService] })
export class IntakeModule implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly enrolments: EnrolmentService,
    private readonly intake: IntakeService,
    private readonly metrics: Metrics,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  async onModuleInit(): Promise<void> {
    const { config, database, enrolments, intake, metrics } = this;
    const routes = intakeRoutes({ config, database, enrolments, intake, metrics });
    await this.host.httpAdapter.getInstance().register(routes, { prefix: '/v1' });
  }
}
