import { Module } from '@nestjs/common';
import { FindingFacetsService } from './finding-facets.service.js';
import { FindingResolver } from './finding.resolver.js';
import { FindingService } from './finding.service.js';

@Module({ providers: [FindingService, FindingFacetsService, FindingResolver], exports: [FindingService] })
export class FindingsModule {}
