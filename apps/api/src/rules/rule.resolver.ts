import { Query, Resolver } from '@nestjs/graphql';
import { catalogue } from './catalogue.js';
import { Rule } from './rule.model.js';

@Resolver(() => Rule)
export class RuleResolver {
  @Query(() => [Rule], { name: 'rules', description: 'Every rule, in the order of the catalogue.' })
  list(): Rule[] {
    return catalogue;
  }
}
