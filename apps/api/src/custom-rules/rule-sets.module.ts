import { Global, Module } from '@nestjs/common';
import { RuleSets } from './rule-sets.js';

/** Gives every slice the rule set in force. */
@Global()
@Module({ providers: [RuleSets], exports: [RuleSets] })
export class RuleSetsModule {}
