import { Module } from '@nestjs/common';
import { HostFindingResolver } from './host-finding.resolver.js';
import { RuleResolver } from './rule.resolver.js';

@Module({ providers: [RuleResolver, HostFindingResolver] })
export class RulesModule {}
