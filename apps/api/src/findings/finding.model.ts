import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { connectionOf } from '../graphql/connection.js';
import { OutcomeState, Severity, WallName } from '../graphql/enums.js';

@ObjectType()
export class Evidence {
  @Field(() => String)
  field!: string;

  @Field(() => GraphQLJSON, { nullable: true })
  value!: unknown;

  @Field(() => String)
  text!: string;
}

/** What one rule said on one container; its rule and container are resolved from the ids. */
@ObjectType()
export class Finding {
  @Field(() => ID)
  id!: string;

  ruleId!: string;
  containerId!: string;
  /** The time that it is of; null = now. */
  asOf!: Date | null;

  @Field(() => OutcomeState)
  state!: OutcomeState;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => WallName)
  wall!: WallName;

  @Field(() => [Evidence])
  evidence!: Evidence[];
}

export const FindingConnection = connectionOf('Finding', () => Finding);

@InputType()
export class FindingFilter {
  @Field(() => ID, { nullable: true })
  rule?: string | null;

  @Field(() => [Severity], { nullable: true })
  severities?: Severity[] | null;

  @Field(() => [WallName], { nullable: true })
  walls?: WallName[] | null;

  @Field(() => ID, { nullable: true })
  hostId?: string | null;

  @Field(() => [String], { nullable: true, description: 'On hosts in any of these host groups.' })
  groups?: string[] | null;

  @Field(() => ID, { nullable: true })
  containerId?: string | null;

  @Field(() => [OutcomeState], { nullable: true })
  states?: OutcomeState[] | null;
}
