import { Module } from '@nestjs/common';
import { ContainersModule } from '../containers/containers.module.js';
import { HostsModule } from '../hosts/hosts.module.js';
import { JudgementReadingModule } from '../judgement/judgement-reading.module.js';
import { FleetResolver } from './fleet.resolver.js';
import { FleetService } from './fleet.service.js';

@Module({
  imports: [ContainersModule, HostsModule, JudgementReadingModule],
  providers: [FleetService, FleetResolver],
})
export class FleetModule {}
