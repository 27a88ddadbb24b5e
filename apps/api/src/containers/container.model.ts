import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import {
  Band,
  ContainerKind,
  ContainerOrderField,
  ContainerState,
  OrderDirection,
  WallName,
} from '../graphql/enums.js';

@ObjectType()
export class Image {
  @Field(() => String, { nullable: true })
  reference!: string | null;

  @Field(() => String, { nullable: true })
  digest!: string | null;
}

/** A container as a list reads it; documents, host and verdict are loaded where they are asked for. */
@ObjectType()
export class Container {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    description: "The collector's id: survives reuse of pids and restarts of the collector.",
  })
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => ContainerKind)
  kind!: ContainerKind;

  @Field(() => String)
  runtime!: string;

  @Field(() => Boolean, { description: "The collector's own container: listed, but counted nowhere." })
  self!: boolean;

  @Field(() => Image, { nullable: true })
  image!: Image | null;

  @Field(() => ContainerState)
  state!: ContainerState;

  @Field(() => Date)
  firstSeen!: Date;

  @Field(() => Date, { description: 'When its host last reported it running.' })
  lastSeen!: Date;

  @Field(() => Date, { nullable: true })
  goneAt!: Date | null;

  @Field(() => String)
  postureHash!: string;

  @Field(() => Date, {
    nullable: true,
    description:
      'The time it is shown as of; null = now. Names, image and instance are those last reported, whatever the time.',
  })
  asOf!: Date | null;

  hostId!: string;
  hostHash!: string;
  traitsHash!: string;
  declaredHash!: string | null;
  judgementId!: string | null;
}

export const ContainerConnection = connectionOf('Container', () => Container);

@ObjectType()
export class PosturePeriod {
  @Field(() => String)
  postureHash!: string;

  @Field(() => Date)
  from!: Date;

  @Field(() => Date, { nullable: true, description: 'Null while it lasts.' })
  to!: Date | null;
}

export const PosturePeriodConnection = connectionOf('PosturePeriod', () => PosturePeriod);

@InputType()
export class ContainerOrder {
  @Field(() => ContainerOrderField)
  field!: ContainerOrderField;

  @Field(() => OrderDirection)
  direction!: OrderDirection;
}

@InputType()
export class ContainerFilter {
  @Field(() => [ContainerKind], {
    nullable: true,
    description: 'Containers and pod sandboxes where left out.',
  })
  kinds?: ContainerKind[] | null;

  @Field(() => [ContainerState], { nullable: true, description: 'Running and unknown where left out.' })
  states?: ContainerState[] | null;

  @Field(() => Boolean, { nullable: true, description: "The collectors' own containers, or all but those." })
  self?: boolean | null;

  @Field(() => [Band], { nullable: true })
  bands?: Band[] | null;

  @Field(() => ID, { nullable: true })
  hostId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'On hosts that are in any of these host groups now.',
  })
  groups?: string[] | null;

  @Field(() => ID, { nullable: true })
  containerId?: string | null;

  @Field(() => ID, { nullable: true })
  workloadId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Any of these ways out is open.' })
  openPaths?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Any of these rules fails on it.' })
  rules?: string[] | null;

  @Field(() => [WallName], { nullable: true, description: 'All of these are open.' })
  openWalls?: WallName[] | null;

  @Field(() => [WallName], { nullable: true, description: 'All of these are unknown.' })
  unknownWalls?: WallName[] | null;
}
