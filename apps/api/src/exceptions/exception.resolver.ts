import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { PathVerdict } from '@shoji/escape';
import { riskOf } from '@shoji/risk';
import { signedIn, type Principal } from '../access/principal.js';
import { Needs } from '../access/roles.js';
import { Container } from '../containers/container.model.js';
import { EscapeVerdict } from '../escape/escape.model.js';
import { Finding } from '../findings/finding.model.js';
import { Page, PageArguments } from '../graphql/connection.js';
import type { GraphqlContext } from '../graphql/context.js';
import { ApiError } from '../graphql/errors.js';
import { ExceptionDecisionService } from './exception-decision.service.js';
import {
  AcceptedRisk,
  ExceptionConnection,
  ExceptionMatches,
  ExceptionRequest,
  ExceptionState,
  FindingException,
} from './exception.model.js';
import { ExceptionService } from './exception.service.js';
import { factsOfFinding, factsOfPath, isAccepted, isTouched, singleValues } from './facts.js';

@Resolver(() => FindingException)
export class ExceptionResolver {
  constructor(
    private readonly register: ExceptionService,
    private readonly decisions: ExceptionDecisionService,
  ) {}

  @Query(() => ExceptionConnection, { description: 'The register, newest first.' })
  exceptions(
    @Args('states', { type: () => [ExceptionState], nullable: true }) states: ExceptionState[] | null,
    @Args() page: PageArguments,
  ): Promise<Page<FindingException>> {
    return this.register.list(states ?? null, page);
  }

  @Needs('analyst')
  @Mutation(() => FindingException, {
    description: 'Asks for an exception: it accepts nothing until somebody else approves it.',
  })
  requestException(
    @Args('request', { type: () => ExceptionRequest }) request: ExceptionRequest,
    @Context() { principal }: GraphqlContext,
  ): Promise<FindingException> {
    return this.after(principal, (who) => this.decisions.request(request, who));
  }

  @Needs('analyst')
  @Mutation(() => FindingException)
  approveException(
    @Args('id', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<FindingException> {
    return this.after(principal, (who) => this.decisions.approve(id, who).then(() => id));
  }

  @Needs('analyst')
  @Mutation(() => FindingException, { description: 'Ends it, or turns the request down.' })
  revokeException(
    @Args('id', { type: () => ID }) id: string,
    @Context() { principal }: GraphqlContext,
  ): Promise<FindingException> {
    return this.after(principal, (who) => this.decisions.revoke(id, who).then(() => id));
  }

  @ResolveField(() => ExceptionMatches)
  matches(
    @Parent() exception: FindingException,
    @Context() { loaders }: GraphqlContext,
  ): Promise<ExceptionMatches> {
    return loaders.exceptionMatches.load(exception);
  }

  private async after(
    principal: Principal | null,
    deed: (who: Principal) => Promise<string>,
  ): Promise<FindingException> {
    const exception = await this.register.byId(await deed(signedIn(principal)));
    if (exception === null) throw new ApiError('BAD_USER_INPUT', 'There is no such exception.');
    return exception;
  }
}

/** Those that accept any of what a finding rests on: together, each for a value of its own, they may accept all of it. */
function touching({ ruleId, evidence, state }: Finding, exceptions: readonly FindingException[]) {
  const facts = factsOfFinding(evidence);
  return state === 'fail' ? exceptions.filter((e) => e.ruleId === ruleId && isTouched(facts, e.facts)) : [];
}

function findingIsAccepted(finding: Finding, exceptions: readonly FindingException[]): boolean {
  const accepted = touching(finding, exceptions).flatMap(({ facts }) => facts);
  return isAccepted(factsOfFinding(finding.evidence), accepted);
}

const acceptsPath =
  (path: string, steps: PathVerdict['steps']) =>
  ({ pathId, facts }: FindingException) =>
    pathId === path && isAccepted(factsOfPath(steps), facts);

@Resolver(() => Finding)
export class FindingExceptionResolver {
  @ResolveField(() => [FindingException], {
    description: 'Those in force that accept it, or part of what it rests on.',
  })
  async exceptions(
    @Parent() finding: Finding,
    @Context() { loaders }: GraphqlContext,
  ): Promise<FindingException[]> {
    return touching(finding, await loaders.exceptions.load(finding.containerId));
  }

  @ResolveField(() => Boolean, { description: 'Everything that it rests on is accepted.' })
  async accepted(@Parent() finding: Finding, @Context() { loaders }: GraphqlContext): Promise<boolean> {
    return findingIsAccepted(finding, await loaders.exceptions.load(finding.containerId));
  }

  @ResolveField(() => [String], {
    description: 'What of it can be accepted alone: what it rests on, one by one, where that is several.',
  })
  singleValues(@Parent() { evidence }: Finding): string[] {
    return singleValues(factsOfFinding(evidence));
  }
}

@Resolver(() => EscapeVerdict)
export class PathExceptionResolver {
  @ResolveField(() => FindingException, {
    nullable: true,
    description: 'The one that accepts it as it is, if any does.',
  })
  async exception(
    @Parent() { containerId, path, state, steps }: EscapeVerdict,
    @Context() { loaders }: GraphqlContext,
  ): Promise<FindingException | null> {
    if (state === 'blocked') return null;
    return (await loaders.exceptions.load(containerId)).find(acceptsPath(path.id, steps)) ?? null;
  }
}

@Resolver(() => Container)
export class ContainerExceptionResolver {
  @ResolveField(() => [FindingException], { description: 'Those in force that reach it.' })
  exceptions(
    @Parent() { id }: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<FindingException[]> {
    return loaders.exceptions.load(id);
  }

  @ResolveField(() => AcceptedRisk, { description: 'What is left of the risk without what is accepted.' })
  async accepted(
    @Parent() container: Container,
    @Context() { loaders }: GraphqlContext,
  ): Promise<AcceptedRisk> {
    const [exceptions, findings, verdict] = await Promise.all([
      loaders.exceptions.load(container.id),
      loaders.outcomes.load(container),
      container.judgementId === null ? null : loaders.verdict.load(container.judgementId),
    ]);
    const failed = findings.filter(({ state }) => state === 'fail');
    const open = verdict?.paths.filter(({ state }) => state === 'open') ?? [];
    const left = failed.filter((finding) => !findingIsAccepted(finding, exceptions));
    const leftOpen = open.filter(({ path, steps }) => !exceptions.some(acceptsPath(path, steps)));
    const count = failed.length - left.length + open.length - leftOpen.length;
    if (count === 0) return { count, score: verdict?.risk.score ?? 0 };
    const outcomes = left.map(({ ruleId, wall, severity, state }) => ({
      rule: ruleId,
      wall,
      severity,
      state,
      evidence: [],
    }));
    return { count, score: riskOf(outcomes, leftOpen, 1).score };
  }
}
