import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
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

/** What the collector last said of itself. */
@ObjectType()
export class HostCollector {
  @Field(() => String, { nullable: true })
  version!: string | null;

  @Field(() => Int, { nullable: true, description: 'Of one reading, on average; null until it has said so.' })
  cycleMilliseconds!: number | null;

  @Field(() => Float, { nullable: true, description: 'Of one core.' })
  cpuPercent!: number | null;

  @Field(() => Float, { nullable: true, description: 'Resident memory.' })
  rssBytes!: number | null;

  @Field(() => Date, { nullable: true })
  at!: Date | null;
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

  @Field(() => HostCollector, { description: 'What it costs the host, told every five minutes.' })
  collector!: HostCollector;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      'Network namespaces with a name (ip netns), a fact: [{ name, inode, processCount }]; null where not reported.',
  })
  networkNamespaces!: unknown;

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
