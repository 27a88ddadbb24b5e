import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { signedIn, type Principal } from '../access/principal.js';
import { Needs } from '../access/roles.js';
import { Container } from '../containers/container.model.js';
import type { GraphqlContext } from '../graphql/context.js';
import { CustomRuleDecisionService } from './custom-rule-decision.service.js';
import {
  CustomRule,
  CustomRuleCounts,
  CustomRuleExample,
  CustomRuleInput,
  CustomRuleTest,
  CustomRuleVersion,
} from './custom-rule.model.js';
import { CustomRuleService } from './custom-rule.service.js';
import { TrialService } from './trial.service.js';

const noteArgument = {
  type: () => String,
  nullable: true,
  description: 'Why, for those who come later.',
} as const;

@Resolver(() => CustomRule)
export class CustomRuleResolver {
  constructor(
    private readonly rules: CustomRuleService,
    private readonly decisions: CustomRuleDecisionService,
    private readonly trials: TrialService,
  ) {}

  @Query(() => [CustomRule], { description: 'Those in force by id, then those that are retired.' })
  customRules(): Promise<CustomRule[]> {
    return this.rules.list();
  }

  @Query(() => CustomRule, { nullable: true })
  customRule(@Args('id', { type: () => ID }) id: string): Promise<CustomRule | null> {
    return this.rules.byId(id);
  }

  @Needs('analyst')
  @Query(() => CustomRuleTest, {
    description: 'What is wrong with an expression, or what it would say of the containers that run now.',
  })
  testCustomRule(@Args('expression', { type: () => String }) expression: string): Promise<CustomRuleTest> {
    return this.trials.test(expression);
  }

  @Needs('analyst')
  @Mutation(() => CustomRule, {
    description: 'Saves a rule as its next version, and has the fleet judged anew in the background.',
  })
  saveCustomRule(
    @Args('rule', { type: () => CustomRuleInput }) rule: CustomRuleInput,
    @Args('replaces', {
      type: () => Int,
      nullable: true,
      description:
        'The version that was edited; left out for a new rule. Refused where it is not the newest.',
    })
    replaces: number | null,
    @Args('note', noteArgument) note: string | null,
    @Context() { principal }: GraphqlContext,
  ): Promise<CustomRule> {
    return this.after(rule.id, principal, (who) =>
      this.decisions.save(rule, replaces ?? null, note ?? null, who),
    );
  }

  @Needs('analyst')
  @Mutation(() => CustomRule, { description: 'Ends a rule; its versions and what was judged by it stay.' })
  retireCustomRule(
    @Args('id', { type: () => ID }) id: string,
    @Args('version', { type: () => Int, description: 'The newest version.' }) version: number,
    @Args('note', noteArgument) note: string | null,
    @Context() { principal }: GraphqlContext,
  ): Promise<CustomRule> {
    return this.after(id, principal, (who) => this.decisions.retire(id, version, note ?? null, who));
  }

  @ResolveField(() => [CustomRuleVersion], { description: 'Newest first, up to a hundred.' })
  versions(
    @Parent() { id }: CustomRule,
    @Context() { loaders }: GraphqlContext,
  ): Promise<CustomRuleVersion[]> {
    return loaders.customRuleVersions.load(id);
  }

  @ResolveField(() => CustomRuleCounts)
  counts(@Parent() { id }: CustomRule, @Context() { loaders }: GraphqlContext): Promise<CustomRuleCounts> {
    return loaders.customRuleCounts.load(id);
  }

  private async after(
    id: string,
    principal: Principal | null,
    deed: (who: Principal) => Promise<void>,
  ): Promise<CustomRule> {
    await deed(signedIn(principal));
    const rule = await this.rules.byId(id);
    if (rule === null) throw new Error('a rule that was saved is not there');
    return rule;
  }
}

@Resolver(() => CustomRuleExample)
export class CustomRuleExampleResolver {
  @ResolveField(() => Container, { nullable: true, description: 'Null where it is gone meanwhile.' })
  container(
    @Parent() { containerId }: CustomRuleExample,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Container | null> {
    return loaders.container.load(containerId);
  }
}
