import { Module } from '@nestjs/common';
import { ContainersModule } from '../containers/containers.module.js';
import { HostResolver } from './host.resolver.js';
import { HostService } from './host.service.js';

@Module({ imports: [ContainersModule], providers: [HostService, HostResolver], exports: [HostService] })
export class HostsModule {}
