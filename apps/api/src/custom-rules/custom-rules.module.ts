import { Module } from '@nestjs/common';
import { UpkeepQueueModule } from '../judgement/judgement.module.js';
import { CustomRuleDecisionService } from './custom-rule-decision.service.js';
import { CustomRuleExampleResolver, CustomRuleResolver } from './custom-rule.resolver.js';
import { CustomRuleService } from './custom-rule.service.js';
import { TrialService } from './trial.service.js';

@Module({
  imports: [UpkeepQueueModule],
  providers: [
    CustomRuleService,
    CustomRuleDecisionService,
    TrialService,
    CustomRuleResolver,
    CustomRuleExampleResolver,
  ],
  exports: [CustomRuleService],
})
export class CustomRulesModule {}
