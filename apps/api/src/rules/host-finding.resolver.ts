import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { HostDocument } from '@shoji/posture';
import { severities } from '@shoji/rules';
import type { GraphqlContext } from '../graphql/context.js';
import { Host } from '../hosts/host.model.js';
import { ruleOf } from './catalogue.js';
import { judgeHost } from './host-judge.js';
import { HostFinding } from './rule.model.js';

@Resolver(() => Host)
export class HostFindingResolver {
  @ResolveField(() => [HostFinding], {
    description:
      'Rules on hosts that fail, then those that could not be decided, most severe first; none before the first report.',
  })
  async findings(
    @Parent() { documentHash }: Host,
    @Context() { loaders }: GraphqlContext,
  ): Promise<HostFinding[]> {
    if (documentHash === null) return [];
    const document = (await loaders.hostDocument.load(documentHash)) as HostDocument | null;
    if (document === null) return [];
    const ruleSet = await loaders.ruleSet();
    return judgeHost(documentHash, document)
      .filter(({ state }) => state === 'fail' || state === 'unknown')
      .map((outcome) => ({
        rule: ruleOf(outcome.rule, outcome, ruleSet),
        state: outcome.state,
        severity: outcome.severity,
        evidence: outcome.evidence,
      }))
      .sort(
        (a, b) =>
          Number(b.state === 'fail') - Number(a.state === 'fail') ||
          severities.indexOf(b.severity) - severities.indexOf(a.severity),
      );
  }
}
