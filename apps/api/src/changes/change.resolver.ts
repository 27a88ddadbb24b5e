import { Args, Context, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { BestChange as StoredChange } from '@shoji/risk';
import { Container } from '../containers/container.model.js';
import { pathOf } from '../escape/catalogue.js';
import { Fleet } from '../fleet/fleet.model.js';
import { pageSize } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { BestChange, Change, ChangePlan, FleetChange } from './change.model.js';
import { changeOf, catalogue } from './catalogue.js';
import { ChangeService } from './change.service.js';

const firstArgument = (fallback: number) =>
  ({ type: () => Int, nullable: true, defaultValue: fallback }) as const;

@Resolver(() => Change)
export class ChangeResolver {
  @Query(() => [Change], { name: 'changes', description: 'Every change, in the order of their list.' })
  list(): Change[] {
    return catalogue;
  }
}

@Resolver(() => Container)
export class ContainerChangesResolver {
  @ResolveField(() => [BestChange], {
    description: 'Changes that lower the score or its range, best first; empty until the job has run.',
  })
  async changes(
    @Parent() { judgementId }: Container,
    @Args('first', firstArgument(50)) first: number | null,
    @Context() { loaders }: GraphqlContext,
  ): Promise<BestChange[]> {
    const found = judgementId === null ? null : await loaders.improvement.load(judgementId);
    return found?.changes.slice(0, pageSize(first)).map((item) => worth(item, found.score)) ?? [];
  }

  @ResolveField(() => ChangePlan, {
    nullable: true,
    description: 'What closes every way out that is open; null until the job has run.',
  })
  async plan(
    @Parent() { judgementId }: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<ChangePlan | null> {
    const plan = judgementId === null ? undefined : (await loaders.improvement.load(judgementId))?.plan;
    if (!plan) return null;
    return {
      steps: plan.steps.map(({ change, closes, score, upTo }) => ({
        change: changeOf(change),
        closes: closes.map((path) => pathOf(path)),
        scoreAfter: score,
        upToAfter: upTo,
      })),
      leaves: plan.leaves.map((path) => pathOf(path)),
      shortest: plan.shortest,
    };
  }
}

const worth = ({ change, closes, mends, score, upTo }: StoredChange, before: number): BestChange => ({
  change: changeOf(change),
  closes: closes.map((path) => pathOf(path)),
  mends,
  removes: before - score,
  scoreAfter: score,
  upToAfter: upTo,
});

@Resolver(() => Fleet)
export class FleetChangesResolver {
  constructor(private readonly changesOfFleet: ChangeService) {}

  @ResolveField(() => [FleetChange], {
    description: 'Changes by the points that they take off all running containers together, best first.',
  })
  changes(@Args('first', firstArgument(10)) first: number | null): Promise<FleetChange[]> {
    return this.changesOfFleet.ranking(pageSize(first, 10));
  }
}
