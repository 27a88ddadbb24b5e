import { Module } from '@nestjs/common';
import { ContainerResolver } from './container.resolver.js';
import { ContainerService } from './container.service.js';
import { PosturePeriodResolver } from './posture-period.resolver.js';

@Module({
  providers: [ContainerService, ContainerResolver, PosturePeriodResolver],
  exports: [ContainerService],
})
export class ContainersModule {}
