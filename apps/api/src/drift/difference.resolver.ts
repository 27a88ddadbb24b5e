import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Container } from '../containers/container.model.js';
import { ContainerService } from '../containers/container.service.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import {
  ContainerDifference,
  ContainerDifferenceConnection,
  Difference,
  DifferenceFilter,
  StateDifference,
} from './difference.model.js';
import { DifferenceService } from './difference.service.js';

@Resolver(() => Difference)
export class DifferenceResolver {
  constructor(private readonly differences: DifferenceService) {}

  @Query(() => Difference, {
    description:
      'What became of the fleet, or of one container, workload or host, between two times; `to` is now where left out.',
  })
  difference(
    @Args('from', { type: () => Date }) from: Date,
    @Args('to', { type: () => Date, nullable: true }) to: Date | null,
    @Args('filter', { type: () => DifferenceFilter, nullable: true }) filter: DifferenceFilter | null,
  ): Promise<Difference> {
    return this.differences.counts({ from, to: to ?? new Date() }, filter ?? {});
  }

  @ResolveField(() => ContainerDifferenceConnection, { description: 'What became riskier first.' })
  containers(
    @Parent() difference: Difference,
    @Args() page: PageArguments,
  ): Promise<Page<ContainerDifference>> {
    return this.differences.list(difference, page);
  }
}

@Resolver(() => ContainerDifference)
export class ContainerDifferenceResolver {
  constructor(
    private readonly differences: DifferenceService,
    private readonly containers: ContainerService,
  ) {}

  @ResolveField(() => Container, {
    description: 'As it is in the end; as it was in the beginning where it is gone.',
  })
  async container(
    @Parent() { containerId, fate, from, to }: ContainerDifference,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Container | null> {
    const [then] = await this.containers.byIds([containerId], fate === 'gone' ? from : to);
    return then ?? loaders.container.load(containerId);
  }

  @ResolveField(() => StateDifference, {
    nullable: true,
    description: 'How its walls changed; null where it was there at one of the two times only.',
  })
  state(@Parent() { before, after }: ContainerDifference): Promise<StateDifference | null> {
    return this.differences.between(before, after);
  }
}
