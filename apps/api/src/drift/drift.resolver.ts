import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { signedIn, type Principal } from '../access/principal.js';
import { Needs } from '../access/roles.js';
import { Container } from '../containers/container.model.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { ApiError } from '../graphql/errors.js';
import { DecisionService } from './decision.service.js';
import { DriftConnection, DriftFacets, DriftFilter, DriftItem } from './drift.model.js';
import { DriftService } from './drift.service.js';
import { Workload } from './workload.model.js';

const filterArgument = { type: () => DriftFilter, nullable: true } as const;

@Resolver(() => DriftItem)
export class DriftResolver {
  constructor(
    private readonly drifts: DriftService,
    private readonly decisions: DecisionService,
  ) {}

  @Query(() => DriftConnection, {
    name: 'drift',
    description: 'Containers that are not as they should be, those that add most risk first.',
  })
  list(
    @Args('filter', filterArgument) filter: DriftFilter | null,
    @Args() page: PageArguments,
  ): Promise<Page<DriftItem>> {
    return this.drifts.list(filter, page);
  }

  @Query(() => DriftFacets)
  driftFacets(@Args('filter', filterArgument) filter: DriftFilter | null): Promise<DriftFacets> {
    return this.drifts.facets(filter);
  }

  @Needs('analyst')
  @Mutation(() => DriftItem, {
    description:
      'Makes what the container has become the baseline of its workload, which resolves the drift of all that are so.',
  })
  approveDrift(
    @Args('id', { type: () => ID }) id: string,
    @Args('note', { type: () => String }) note: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<DriftItem> {
    return this.decide(id, principal, (who) => this.decisions.approve(id, note, who));
  }

  @Needs('analyst')
  @Mutation(() => DriftItem, {
    description: 'Says that it must not stay so; it is shown as rejected until it is undone.',
  })
  rejectDrift(
    @Args('id', { type: () => ID }) id: string,
    @Args('note', { type: () => String }) note: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<DriftItem> {
    return this.decide(id, principal, (who) => this.decisions.reject(id, note, who));
  }

  @ResolveField(() => Container)
  container(
    @Parent() { containerId }: DriftItem,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Container | null> {
    return loaders.container.load(containerId);
  }

  @ResolveField(() => Workload)
  workload(
    @Parent() { workloadId }: DriftItem,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Workload | null> {
    return loaders.workload.load(workloadId);
  }

  private async decide(
    id: string,
    principal: Principal | null,
    deed: (who: Principal) => Promise<void>,
  ): Promise<DriftItem> {
    await deed(signedIn(principal));
    const item = await this.drifts.byId(id);
    if (item === null) throw new ApiError('BAD_USER_INPUT', 'There is no such drift.');
    return item;
  }
}
