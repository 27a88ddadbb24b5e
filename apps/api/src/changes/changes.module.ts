import { Module } from '@nestjs/common';
import { ChangeResolver, ContainerChangesResolver, FleetChangesResolver } from './change.resolver.js';
import { ChangeService } from './change.service.js';

@Module({ providers: [ChangeService, ChangeResolver, ContainerChangesResolver, FleetChangesResolver] })
export class ChangesModule {}
