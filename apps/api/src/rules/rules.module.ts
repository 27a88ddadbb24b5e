import { Module } from '@nestjs/common';
import { RuleResolver } from './rule.resolver.js';

@Module({ providers: [RuleResolver] })
export class RulesModule {}
