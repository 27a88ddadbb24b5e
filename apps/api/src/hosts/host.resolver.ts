import { Args, Context, Float, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { ContainerConnection, ContainerOrder, type Container } from '../containers/container.model.js';
import { ContainerService } from '../containers/container.service.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { BandCounts, Host, HostConnection, HostOrder } from './host.model.js';
import { HostService } from './host.service.js';

@Resolver(() => Host)
export class HostResolver {
  constructor(
    private readonly hosts: HostService,
    private readonly containerService: ContainerService,
  ) {}

  @Query(() => HostConnection, { name: 'hosts', description: 'By name where nothing else is asked for.' })
  list(
    @Args('search', { type: () => String, nullable: true }) search: string | null,
    @Args('groups', { type: () => [String], nullable: true, description: 'In any of these.' })
    groups: string[] | null,
    @Args('orderBy', { type: () => HostOrder, nullable: true }) orderBy: HostOrder | null,
    @Args() page: PageArguments,
  ): Promise<Page<Host>> {
    return this.hosts.list({ search, groups, orderBy, ...page });
  }

  @Query(() => Host, { name: 'host', nullable: true })
  one(
    @Args('id', { type: () => ID }) id: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Host | null> {
    return loaders.host.load(id);
  }

  @ResolveField(() => GraphQLJSON, {
    nullable: true,
    description: 'shoji.host/1; null before the first report.',
  })
  document(@Parent() { documentHash }: Host, @Context() { loaders }: GraphqlContext): Promise<unknown> {
    return documentHash === null ? Promise.resolve(null) : loaders.hostDocument.load(documentHash);
  }

  @ResolveField(() => Int, { description: 'Containers and pod sandboxes that run.' })
  async containerCount(@Parent() { id }: Host, @Context() { loaders }: GraphqlContext): Promise<number> {
    return (await loaders.hostCounts.load(id)).containers;
  }

  @ResolveField(() => BandCounts)
  async bands(@Parent() { id }: Host, @Context() { loaders }: GraphqlContext): Promise<BandCounts> {
    const { low, medium, high, critical, containers } = await loaders.hostCounts.load(id);
    return { low, medium, high, critical, unjudged: containers - low - medium - high - critical };
  }

  @ResolveField(() => Float, {
    nullable: true,
    description: 'Of its worst container; null where none is judged.',
  })
  async maxRisk(@Parent() { id }: Host, @Context() { loaders }: GraphqlContext): Promise<number | null> {
    return (await loaders.hostCounts.load(id)).maxRisk;
  }

  @ResolveField(() => ContainerConnection)
  containers(
    @Parent() { id }: Host,
    @Args('orderBy', { type: () => ContainerOrder, nullable: true }) orderBy: ContainerOrder | null,
    @Args() page: PageArguments,
  ): Promise<Page<Container>> {
    return this.containerService.list({ filter: { hostId: id }, orderBy, ...page });
  }
}
