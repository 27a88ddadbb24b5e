import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { declaredDifferences, isKnown, type HostDocument, type Posture } from '@shoji/posture';
import { verdictOf } from '../escape/catalogue.js';
import { EscapeVerdict } from '../escape/escape.model.js';
import { Finding } from '../findings/finding.model.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { Host } from '../hosts/host.model.js';
import { Risk, WallState } from '../judgement/judgement.model.js';
import { notJudgedRisk, notJudgedWalls } from '../judgement/judgement.service.js';
import {
  Container,
  ContainerConnection,
  ContainerFilter,
  ContainerOrder,
  PosturePeriodConnection,
  type PosturePeriod,
} from './container.model.js';
import { asOfArgument } from './as-of.argument.js';
import { ContainerFacets } from './container-facets.model.js';
import { ContainerFacetsService } from './container-facets.service.js';
import { ContainerService } from './container.service.js';
import { DeclaredDifference } from './declared-difference.model.js';

@Resolver(() => Container)
export class ContainerResolver {
  constructor(
    private readonly containers: ContainerService,
    private readonly facetCounts: ContainerFacetsService,
  ) {}

  @Query(() => ContainerConnection, {
    name: 'containers',
    description: 'What runs, worst first, where nothing else is asked for.',
  })
  list(
    @Args('search', { type: () => String, nullable: true }) search: string | null,
    @Args('filter', { type: () => ContainerFilter, nullable: true }) filter: ContainerFilter | null,
    @Args('orderBy', { type: () => ContainerOrder, nullable: true }) orderBy: ContainerOrder | null,
    @Args('asOf', asOfArgument) asOf: Date | null,
    @Args() page: PageArguments,
  ): Promise<Page<Container>> {
    return this.containers.list({ search, filter, orderBy, asOf, ...page });
  }

  @Query(() => ContainerFacets, { name: 'containerFacets' })
  facets(
    @Args('search', { type: () => String, nullable: true }) search: string | null,
    @Args('filter', { type: () => ContainerFilter, nullable: true }) filter: ContainerFilter | null,
    @Args('asOf', asOfArgument) asOf: Date | null,
  ): Promise<ContainerFacets> {
    return this.facetCounts.facets({ search, filter }, asOf);
  }

  @Query(() => Container, { name: 'container', nullable: true })
  one(
    @Args('id', { type: () => ID }) id: string,
    @Args('asOf', asOfArgument) asOf: Date | null,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Container | null> {
    return asOf === null ? loaders.container.load(id) : this.containers.at(id, asOf);
  }

  @ResolveField(() => Host)
  async host(@Parent() { hostId }: Container, @Context() { loaders }: GraphqlContext): Promise<Host | null> {
    return loaders.host.load(hostId);
  }

  @ResolveField(() => GraphQLJSON)
  posture(@Parent() { postureHash }: Container, @Context() { loaders }: GraphqlContext): Promise<unknown> {
    return loaders.posture.load(postureHash);
  }

  @ResolveField(() => GraphQLJSON)
  instance(@Parent() { id }: Container, @Context() { loaders }: GraphqlContext): Promise<unknown> {
    return loaders.instance.load(id);
  }

  @ResolveField(() => GraphQLJSON, {
    description:
      'What it is judged by beside posture and host: ports, deviations, what its runtime was told.',
  })
  traits(@Parent() { traitsHash }: Container, @Context() { loaders }: GraphqlContext): Promise<unknown> {
    return loaders.traits.load(traitsHash);
  }

  @ResolveField(() => GraphQLJSON, {
    nullable: true,
    description: 'The posture that the runtime was asked for; null where nobody knows.',
  })
  declared(@Parent() { declaredHash }: Container, @Context() { loaders }: GraphqlContext): Promise<unknown> {
    return declaredHash === null ? Promise.resolve(null) : loaders.posture.load(declaredHash);
  }

  @ResolveField(() => [DeclaredDifference], {
    nullable: true,
    description:
      'Where the kernel enforces something else than was asked for, first where it enforces less; empty where it enforces just that, null where nobody knows what was asked for.',
  })
  async declaredDifferences(
    @Parent() { declaredHash, postureHash, hostHash }: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<DeclaredDifference[] | null> {
    if (declaredHash === null) return null;
    const documents = loaders.posture.loadMany([declaredHash, postureHash]);
    const hostDocument = await loaders.hostDocument.load(hostHash);
    return differencesOf(await documents, hostDocument);
  }

  @ResolveField(() => [WallState])
  async walls(
    @Parent() { judgementId }: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<WallState[]> {
    const verdict = judgementId === null ? null : await loaders.verdict.load(judgementId);
    return verdict?.walls ?? notJudgedWalls;
  }

  @ResolveField(() => Risk)
  async risk(@Parent() { judgementId }: Container, @Context() { loaders }: GraphqlContext): Promise<Risk> {
    const verdict = judgementId === null ? null : await loaders.verdict.load(judgementId);
    return verdict?.risk ?? notJudgedRisk;
  }

  @ResolveField(() => [EscapeVerdict], {
    description: 'Every way out as it stands here; empty until the job has run.',
  })
  async escapePaths(
    @Parent() { id: containerId, judgementId }: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<EscapeVerdict[]> {
    const verdict = judgementId === null ? null : await loaders.verdict.load(judgementId);
    return verdict?.paths.map((path) => verdictOf(path, containerId)) ?? [];
  }

  @ResolveField(() => [Finding], { description: 'Rules that failed, most severe first.' })
  findings(@Parent() container: Container, @Context() { loaders }: GraphqlContext): Promise<Finding[]> {
    return outcomes(container, loaders, 'fail');
  }

  @ResolveField(() => [Finding], { description: 'Rules that could not be decided, most severe first.' })
  unknownFindings(
    @Parent() container: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<Finding[]> {
    return outcomes(container, loaders, 'unknown');
  }

  @ResolveField(() => PosturePeriodConnection, { description: 'Which postures it had, newest first.' })
  history(@Parent() { id }: Container, @Args() page: PageArguments): Promise<Page<PosturePeriod>> {
    return this.containers.history(id, page);
  }
}

async function outcomes(container: Container, loaders: GraphqlContext['loaders'], state: Finding['state']) {
  return (await loaders.outcomes.load(container)).filter((outcome) => outcome.state === state);
}

/** `null` where a document is gone. Stored documents passed their schema when they came in. */
function differencesOf(documents: unknown[], host: unknown): DeclaredDifference[] | null {
  const [declared, effective] = documents as (Posture | Error | null)[];
  if (!declared || !effective || declared instanceof Error || effective instanceof Error) return null;
  const cpus = (host as HostDocument | null)?.cpus ?? null;
  return declaredDifferences(declared, effective, isKnown(cpus) ? cpus : null);
}
