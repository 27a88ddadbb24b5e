import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Container } from '../containers/container.model.js';
import type { GraphqlContext } from '../graphql/context.js';
import { DriftItem } from './drift.model.js';
import { DriftService } from './drift.service.js';
import { Workload } from './workload.model.js';

/** What the drift slice adds to a container. */
@Resolver(() => Container)
export class ContainerDriftResolver {
  constructor(private readonly drifts: DriftService) {}

  @ResolveField(() => [DriftItem], {
    description: 'How it is not as it should be, by cause; what adds most risk first.',
  })
  drift(@Parent() { id, asOf }: Container, @Context() { loaders }: GraphqlContext): Promise<DriftItem[]> {
    return asOf === null ? loaders.drift.load(id) : this.drifts.ofContainerAt(id, asOf);
  }

  @ResolveField(() => Workload, {
    nullable: true,
    description: 'Null for what nobody made to be one of several.',
  })
  async workload(
    @Parent() { id }: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Workload | null> {
    const workloadId = await loaders.workloadOf.load(id);
    return workloadId === null ? null : loaders.workload.load(workloadId);
  }
}
