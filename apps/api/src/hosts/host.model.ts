import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { HostOrderField, HostState, OrderDirection } from '../graphql/enums.js';

@ObjectType()
export class BandCounts {
  @Field(() => Int)
  low!: number;

  @Field(() => Int)
  medium!: number;

  @Field(() => Int)
  high!: number;

  @Field(() => Int)
  critical!: number;

  @Field(() => Int)
  unjudged!: number;
}

/** A host as a list reads it; its document and what it runs are loaded where they are asked for. */
@ObjectType()
export class Host {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => HostState)
  state!: HostState;

  @Field(() => String, { nullable: true })
  stateReason!: string | null;

  @Field(() => String, { nullable: true })
  machineId!: string | null;

  @Field(() => Date)
  enrolledAt!: Date;

  @Field(() => Date, { nullable: true })
  bootedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  lastSeen!: Date | null;

  @Field(() => Int, { description: 'Seconds in which the next report is due.' })
  interval!: number;

  @Field(() => String, { nullable: true })
  collectorVersion!: string | null;

  documentHash!: string | null;
}

export const HostConnection = connectionOf('Host', () => Host);

@InputType()
export class HostOrder {
  @Field(() => HostOrderField)
  field!: HostOrderField;

  @Field(() => OrderDirection)
  direction!: OrderDirection;
}
