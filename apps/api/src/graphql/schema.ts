import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { AccessResolver } from '../access/access.resolver.js';
import {
  ChangeResolver,
  ContainerChangesResolver,
  FleetChangesResolver,
} from '../changes/change.resolver.js';
import { ComplianceResolver } from '../compliance/compliance.resolver.js';
import { ContainerResolver } from '../containers/container.resolver.js';
import { PosturePeriodResolver } from '../containers/posture-period.resolver.js';
import { CustomRuleExampleResolver, CustomRuleResolver } from '../custom-rules/custom-rule.resolver.js';
import { ContainerDriftResolver } from '../drift/container-drift.resolver.js';
import { ContainerDifferenceResolver, DifferenceResolver } from '../drift/difference.resolver.js';
import { DriftResolver } from '../drift/drift.resolver.js';
import { BaselineResolver, WorkloadResolver } from '../drift/workload.resolver.js';
import { EscapeResolver } from '../escape/escape.resolver.js';
import {
  ContainerExceptionResolver,
  ExceptionResolver,
  FindingExceptionResolver,
  PathExceptionResolver,
} from '../exceptions/exception.resolver.js';
import { FindingResolver } from '../findings/finding.resolver.js';
import { FleetResolver } from '../fleet/fleet.resolver.js';
import { GroupResolver } from '../groups/group.resolver.js';
import { HostFindingResolver } from '../rules/host-finding.resolver.js';
import { HostResolver } from '../hosts/host.resolver.js';
import { RuleResolver } from '../rules/rule.resolver.js';

/** Everything `/graphql` answers. A new resolver is listed here and provided by its slice's module. */
export const resolvers = [
  AccessResolver,
  BaselineResolver,
  ChangeResolver,
  ComplianceResolver,
  ContainerChangesResolver,
  ContainerDifferenceResolver,
  ContainerDriftResolver,
  ContainerExceptionResolver,
  ContainerResolver,
  CustomRuleExampleResolver,
  CustomRuleResolver,
  DifferenceResolver,
  DriftResolver,
  EscapeResolver,
  ExceptionResolver,
  FindingExceptionResolver,
  FindingResolver,
  FleetChangesResolver,
  FleetResolver,
  GroupResolver,
  HostFindingResolver,
  HostResolver,
  PathExceptionResolver,
  PosturePeriodResolver,
  RuleResolver,
  WorkloadResolver,
];

/** The GraphQL contract as the code gives it, sorted, as `schema.gql` holds it. */
export async function printedSchema(): Promise<string> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: ['error'] });
  const schema = await app.get(GraphQLSchemaFactory).create(resolvers);
  await app.close();
  return `# The contract between the API and everything that calls it. Generated from the code: npm run schema -w @shoji/api\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
