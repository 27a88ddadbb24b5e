import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Container } from '../containers/container.model.js';
import { asOfArgument } from '../containers/as-of.argument.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Rule } from '../rules/rule.model.js';
import { ruleOf } from '../rules/catalogue.js';
import { FindingFacets } from './finding-facets.model.js';
import { FindingFacetsService } from './finding-facets.service.js';
import { Finding, FindingConnection, FindingFilter } from './finding.model.js';
import { FindingService } from './finding.service.js';

@Resolver(() => Finding)
export class FindingResolver {
  constructor(
    private readonly findings: FindingService,
    private readonly facetCounts: FindingFacetsService,
  ) {}

  @Query(() => FindingConnection, {
    name: 'findings',
    description: 'Rules that failed on what runs, most severe first, where nothing else is asked for.',
  })
  list(
    @Args('filter', { type: () => FindingFilter, nullable: true }) filter: FindingFilter | null,
    @Args('asOf', asOfArgument) asOf: Date | null,
    @Args() page: PageArguments,
  ): Promise<Page<Finding>> {
    return this.findings.list(filter, page, asOf);
  }

  @Query(() => FindingFacets, { name: 'findingFacets' })
  facets(
    @Args('filter', { type: () => FindingFilter, nullable: true }) filter: FindingFilter | null,
    @Args('asOf', asOfArgument) asOf: Date | null,
  ): Promise<FindingFacets> {
    return this.facetCounts.facets(filter ?? {}, asOf);
  }

  @ResolveField(() => Rule)
  async rule(@Parent() finding: Finding, @Context() { loaders }: GraphqlContext): Promise<Rule> {
    return ruleOf(finding.ruleId, finding, await loaders.ruleSet());
  }

  @ResolveField(() => Container)
  container(
    @Parent() { containerId, asOf }: Finding,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Container | null> {
    return (asOf === null ? loaders.container : loaders.containerAt(asOf)).load(containerId);
  }
}
