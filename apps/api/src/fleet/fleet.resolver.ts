import { Args, Context, Int, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Container } from '../containers/container.model.js';
import { ContainerService } from '../containers/container.service.js';
import { pageSize } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Host } from '../hosts/host.model.js';
import { HostService } from '../hosts/host.service.js';
import { Rejudgement } from '../judgement/judgement.model.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { ruleOf } from '../rules/catalogue.js';
import { Fleet, RuleCount } from './fleet.model.js';
import { FleetService } from './fleet.service.js';

const firstArgument = (fallback: number) =>
  ({ type: () => Int, nullable: true, defaultValue: fallback }) as const;

@Resolver(() => Fleet)
export class FleetResolver {
  constructor(
    private readonly fleetService: FleetService,
    private readonly containers: ContainerService,
    private readonly hostService: HostService,
    private readonly judgements: JudgementService,
  ) {}

  @Query(() => Fleet)
  fleet(): Promise<Fleet> {
    return this.fleetService.counts();
  }

  @ResolveField(() => Rejudgement)
  rejudgement(): Promise<Rejudgement> {
    return this.judgements.rejudgement();
  }

  @ResolveField(() => [Container], { description: 'Riskiest first; those without a verdict before them.' })
  async thinnest(@Args('first', firstArgument(10)) first: number | null): Promise<Container[]> {
    return (await this.containers.list({ first: pageSize(first, 10), filter: { self: false } })).nodes;
  }

  @ResolveField(() => [Host], { description: 'Riskiest first.' })
  async hosts(@Args('first', firstArgument(8)) first: number | null): Promise<Host[]> {
    const page = await this.hostService.list({
      first: pageSize(first, 8),
      orderBy: { field: 'RISK', direction: 'DESC' },
    });
    return page.nodes;
  }

  @ResolveField(() => [RuleCount], { description: 'Rules by the number of containers that fail them.' })
  async topRules(
    @Args('first', firstArgument(8)) first: number | null,
    @Context() { loaders }: GraphqlContext,
  ): Promise<RuleCount[]> {
    const ruleSet = await loaders.ruleSet();
    const rows = await this.fleetService.topRules(pageSize(first, 8));
    return rows.map(({ ruleId, severity, wall, containers }) => ({
      rule: ruleOf(ruleId, { severity, wall }, ruleSet),
      containers,
    }));
  }
}
