import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { Container } from '../containers/container.model.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { DriftConnection, type DriftItem } from './drift.model.js';
import { DriftService } from './drift.service.js';
import { Baseline, Workload, WorkloadConnection, WorkloadFilter } from './workload.model.js';
import { WorkloadService } from './workload.service.js';

@Resolver(() => Workload)
export class WorkloadResolver {
  constructor(
    private readonly workloadService: WorkloadService,
    private readonly drifts: DriftService,
  ) {}

  @Query(() => WorkloadConnection, {
    name: 'workloads',
    description: 'Those with drift first, then by name.',
  })
  list(
    @Args('search', { type: () => String, nullable: true }) search: string | null,
    @Args('filter', { type: () => WorkloadFilter, nullable: true }) filter: WorkloadFilter | null,
    @Args() page: PageArguments,
  ): Promise<Page<Workload>> {
    return this.workloadService.list({ search, filter, ...page });
  }

  @Query(() => Workload, { name: 'workload', nullable: true })
  one(
    @Args('id', { type: () => ID }) id: string,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Workload | null> {
    return loaders.workload.load(id);
  }

  @ResolveField(() => [Baseline], { description: 'Every baseline it had, newest first.' })
  baselines(@Parent() { id }: Workload): Promise<Baseline[]> {
    return this.workloadService.baselines(id);
  }

  @ResolveField(() => [Container], { description: 'What runs, by name; two hundred at most.' })
  async containers(@Parent() { id }: Workload, @Context() { loaders }: GraphqlContext): Promise<Container[]> {
    const found = await loaders.container.loadMany(await this.workloadService.containersOf(id));
    return found.filter((each): each is Container => each !== null && !(each instanceof Error));
  }

  @ResolveField(() => DriftConnection, { description: 'Its drift, resolved or not.' })
  drift(@Parent() { id }: Workload, @Args() page: PageArguments): Promise<Page<DriftItem>> {
    return this.drifts.list({ workloadId: id, states: ['open', 'rejected', 'resolved'] }, page);
  }
}

@Resolver(() => Baseline)
export class BaselineResolver {
  @ResolveField(() => GraphQLJSON)
  posture(@Parent() { postureHash }: Baseline, @Context() { loaders }: GraphqlContext): Promise<unknown> {
    return loaders.posture.load(postureHash);
  }
}
