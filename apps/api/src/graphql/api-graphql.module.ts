import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MercuriusContext } from 'mercurius';
import { AccessModule } from '../access/access.module.js';
import { Identify } from '../access/identify.js';
import { signedIn } from '../access/principal.js';
import { ChangesModule } from '../changes/changes.module.js';
import { ComplianceModule } from '../compliance/compliance.module.js';
import { ContainersModule } from '../containers/containers.module.js';
import { ContainerService } from '../containers/container.service.js';
import { CustomRulesModule } from '../custom-rules/custom-rules.module.js';
import { CustomRuleService } from '../custom-rules/custom-rule.service.js';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database } from '../database/database.js';
import { DriftModule } from '../drift/drift.module.js';
import { DriftService } from '../drift/drift.service.js';
import { WorkloadService } from '../drift/workload.service.js';
import { ExceptionService } from '../exceptions/exception.service.js';
import { ExceptionsModule } from '../exceptions/exceptions.module.js';
import { FindingService } from '../findings/finding.service.js';
import { FindingsModule } from '../findings/findings.module.js';
import { FleetModule } from '../fleet/fleet.module.js';
import { GroupService } from '../groups/group.service.js';
import { GroupsModule } from '../groups/groups.module.js';
import { HostService } from '../hosts/host.service.js';
import { HostsModule } from '../hosts/hosts.module.js';
import { JudgementReadingModule } from '../judgement/judgement-reading.module.js';
import { JudgementService } from '../judgement/judgement.service.js';
import { EscapeModule } from '../escape/escape.module.js';
import { RulesModule } from '../rules/rules.module.js';
import type { GraphqlContext } from './context.js';
import { formatErrors } from './errors.js';
import { checkComplexity, checkDocument, introspects, limits } from './limits.js';
import { createLoaders, type LoaderSources } from './loaders.js';

/** Mercurius' context is ours: `contextOf` made it. */
const ours = (context: MercuriusContext) => context as unknown as GraphqlContext;

const options = (identify: Identify, sources: LoaderSources): MercuriusDriverConfig => ({
  // `schema.gql` is held against the code by a test; a server writes no files.
  autoSchemaFile: true,
  sortSchema: true,
  path: '/graphql',
  graphiql: false,
  allowBatchedQueries: false,
  graphql: { parseOptions: { maxTokens: limits.tokens }, validateOptions: { maxErrors: 20 } },
  additionalRouteOptions: { handlerTimeout: limits.time },
  errorFormatter: formatErrors,
  context: (request: FastifyRequest, reply: FastifyReply) => contextOf(request, reply, identify, sources),
  hooks: {
    preParsing: (_schema, _source, context) => {
      const { refusal } = ours(context);
      return refusal === null ? Promise.resolve() : Promise.reject(refusal);
    },
    preValidation: async (_schema, document) => Promise.resolve(checkDocument(document)),
    preExecution: async (schema, document, context, variables) => {
      if (introspects(document)) signedIn(ours(context).principal);
      await Promise.resolve(checkComplexity(schema, document, variables ?? {}));
    },
  },
});

async function contextOf(
  req: FastifyRequest,
  reply: FastifyReply,
  identify: Identify,
  sources: LoaderSources,
): Promise<GraphqlContext> {
  const context: GraphqlContext = {
    req,
    reply,
    principal: null,
    refusal: null,
    loaders: createLoaders(sources),
  };
  try {
    context.principal = await identify.principalOf(req);
  } catch (error) {
    // Thrown here, Mercurius would ask for the context again to answer with.
    context.refusal = error instanceof Error ? error : new Error(String(error));
  }
  return context;
}

/** `/graphql` with everything it answers. A new slice with a resolver is listed here. */
@Module({
  imports: [
    AccessModule,
    ContainersModule,
    CustomRulesModule,
    DriftModule,
    ExceptionsModule,
    FindingsModule,
    FleetModule,
    GroupsModule,
    HostsModule,
    JudgementReadingModule,
    ChangesModule,
    ComplianceModule,
    EscapeModule,
    RulesModule,
    GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      imports: [
        AccessModule,
        ContainersModule,
        CustomRulesModule,
        DriftModule,
        ExceptionsModule,
        FindingsModule,
        GroupsModule,
        HostsModule,
        JudgementReadingModule,
      ],
      inject: [
        Identify,
        Database,
        ContainerService,
        CustomRuleService,
        DriftService,
        ExceptionService,
        FindingService,
        GroupService,
        HostService,
        JudgementService,
        RuleSets,
        WorkloadService,
      ],
      useFactory: (
        identify: Identify,
        database: Database,
        containers: ContainerService,
        customRules: CustomRuleService,
        drifts: DriftService,
        exceptions: ExceptionService,
        findings: FindingService,
        groups: GroupService,
        hosts: HostService,
        judgements: JudgementService,
        ruleSets: RuleSets,
        workloads: WorkloadService,
      ) =>
        options(identify, {
          database,
          containers,
          customRules,
          drifts,
          exceptions,
          findings,
          groups,
          hosts,
          judgements,
          ruleSets,
          workloads,
        }),
    }),
  ],
})
export class ApiGraphqlModule {}
