import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { ContainerFilter } from '../containers/container.model.js';
import { ApiError } from '../graphql/errors.js';
import { Compliance, Framework } from './compliance.model.js';
import { ComplianceService } from './compliance.service.js';
import { knownFrameworks } from './frameworks.js';

@Resolver(() => Compliance)
export class ComplianceResolver {
  constructor(private readonly service: ComplianceService) {}

  @Query(() => [Framework], {
    name: 'frameworks',
    description: 'What others ask for, and the rules that decide it.',
  })
  list(): Framework[] {
    return knownFrameworks.map(({ model }) => model);
  }

  @Query(() => Compliance, {
    name: 'compliance',
    description:
      'How the controls of a framework stand, over the fleet or what the filter asks for: one host, one workload, one container.',
  })
  of(
    @Args('framework', { type: () => ID }) id: string,
    @Args('filter', { type: () => ContainerFilter, nullable: true }) filter: ContainerFilter | null,
  ): Promise<Compliance> {
    const known = knownFrameworks.find(({ framework }) => framework.id === id);
    if (!known)
      throw new ApiError(
        'BAD_USER_INPUT',
        `\`framework\` is none of ${knownFrameworks.map(({ framework }) => framework.id).join(', ')}.`,
      );
    return this.service.over(known, filter ?? null);
  }
}
