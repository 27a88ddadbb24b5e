import { Module } from '@nestjs/common';
import { FindingResolver } from './finding.resolver.js';
import { FindingService } from './finding.service.js';

@Module({ providers: [FindingService, FindingResolver], exports: [FindingService] })
export class FindingsModule {}
