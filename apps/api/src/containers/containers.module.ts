import { Module } from '@nestjs/common';
import { ContainerResolver } from './container.resolver.js';
import { ContainerFacetsService } from './container-facets.service.js';
import { ContainerService } from './container.service.js';
import { PosturePeriodResolver } from './posture-period.resolver.js';

@Module({
  providers: [ContainerService, ContainerFacetsService, ContainerResolver, PosturePeriodResolver],
  exports: [ContainerService],
})
export class ContainersModule {}
