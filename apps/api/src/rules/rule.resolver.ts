import { Context, Query, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '../graphql/context.js';
import { catalogue, customRulesOf } from './catalogue.js';
import { Rule } from './rule.model.js';

@Resolver(() => Rule)
export class RuleResolver {
  @Query(() => [Rule], {
    name: 'rules',
    description: 'Every rule: those of the catalogue in its order, then custom ones in force by id.',
  })
  async list(@Context() { loaders }: GraphqlContext): Promise<Rule[]> {
    return [...catalogue, ...customRulesOf(await loaders.ruleSet())];
  }
}
