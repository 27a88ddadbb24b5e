import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Container } from '../containers/container.model.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Rule } from '../rules/rule.model.js';
import { ruleOf } from '../rules/catalogue.js';
import { Finding, FindingConnection, FindingFilter } from './finding.model.js';
import { FindingService } from './finding.service.js';

@Resolver(() => Finding)
export class FindingResolver {
  constructor(private readonly findings: FindingService) {}

  @Query(() => FindingConnection, {
    name: 'findings',
    description: 'Rules that failed on what runs, most severe first, where nothing else is asked for.',
  })
  list(
    @Args('filter', { type: () => FindingFilter, nullable: true }) filter: FindingFilter | null,
    @Args() page: PageArguments,
  ): Promise<Page<Finding>> {
    return this.findings.list(filter, page);
  }

  @ResolveField(() => Rule)
  async rule(@Parent() finding: Finding, @Context() { loaders }: GraphqlContext): Promise<Rule> {
    return ruleOf(finding.ruleId, finding, await loaders.ruleSet());
  }

  @ResolveField(() => Container)
  container(
    @Parent() { containerId }: Finding,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Container | null> {
    return loaders.container.load(containerId);
  }
}
