import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Change } from '@shoji/drift';
import { GraphQLJSON } from 'graphql-scalars';
import { connectionOf } from '../graphql/connection.js';
import { WallName } from '../graphql/enums.js';
import { GroupCount } from '../groups/group.model.js';
import { ChangeDirection, DriftCause, DriftResolution, DriftState } from './enums.js';

@ObjectType({
  description: 'A fact, or an item of a list, that is another than it should be, or than it was.',
})
export class PostureChange implements Change {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => String, {
    description: 'Path of the fact in the posture, as in evidence; `traits.` where it is beside it.',
  })
  field!: string;

  @Field(() => GraphQLJSON, { nullable: true })
  before!: unknown;

  @Field(() => GraphQLJSON, { nullable: true })
  after!: unknown;

  @Field(() => ChangeDirection)
  direction!: ChangeDirection;

  @Field(() => String)
  note!: string;

  @Field(() => Float, { description: 'Its share of the drift score.' })
  points!: number;
}

/** One container that is not as it should be; container and workload are resolved from the ids. */
@ObjectType({ description: 'One container that is not as it should be, by one cause.' })
export class DriftItem {
  @Field(() => ID)
  id!: string;

  containerId!: string;
  workloadId!: string;
  baselineId!: string | null;

  @Field(() => DriftCause)
  cause!: DriftCause;

  @Field(() => DriftState)
  state!: DriftState;

  @Field(() => Float, { description: 'Risk that the weakening changes add, whatever others take away.' })
  score!: number;

  @Field(() => Float, { description: 'The score if what can no longer be read had opened, too.' })
  upTo!: number;

  @Field(() => [PostureChange])
  changes!: PostureChange[];

  @Field(() => Date, { description: 'When the container became what it is.' })
  since!: Date;

  @Field(() => Date, { nullable: true })
  resolvedAt!: Date | null;

  @Field(() => DriftResolution, { nullable: true })
  resolution!: DriftResolution | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who approved or rejected it: `user:NAME` or `token:NAME`.',
  })
  decidedBy!: string | null;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => String)
  postureHash!: string;
}

export const DriftConnection = connectionOf('Drift', () => DriftItem);

@InputType()
export class DriftFilter {
  @Field(() => [DriftCause], { nullable: true })
  causes?: DriftCause[] | null;

  @Field(() => [DriftState], { nullable: true, description: 'Open and rejected where left out.' })
  states?: DriftState[] | null;

  @Field(() => [ChangeDirection], {
    nullable: true,
    description: 'It has a change in any of these directions.',
  })
  directions?: ChangeDirection[] | null;

  @Field(() => [WallName], { nullable: true, description: 'It has a change at any of these walls.' })
  walls?: WallName[] | null;

  @Field(() => [String], { nullable: true, description: 'It has a change of any of these fields.' })
  fields?: string[] | null;

  @Field(() => ID, { nullable: true })
  workloadId?: string | null;

  @Field(() => ID, { nullable: true })
  containerId?: string | null;

  @Field(() => ID, { nullable: true })
  hostId?: string | null;

  @Field(() => [String], { nullable: true, description: 'On hosts in any of these host groups.' })
  groups?: string[] | null;

  @Field(() => Float, { nullable: true })
  minScore?: number | null;

  @Field(() => String, { nullable: true, description: 'Part of the name of container, workload or host.' })
  search?: string | null;
}

@ObjectType()
export class DriftCauseCount {
  @Field(() => DriftCause)
  cause!: DriftCause;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class DriftStateCount {
  @Field(() => DriftState)
  state!: DriftState;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class ChangeDirectionCount {
  @Field(() => ChangeDirection)
  direction!: ChangeDirection;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class DriftWallCount {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class DriftFieldCount {
  @Field(() => String)
  field!: string;

  @Field(() => Int)
  count!: number;
}

/** Each counted with the rest of the filter in force, but not the choice of its own kind. */
@ObjectType({
  description: 'How many drifts each choice of a filter would leave, the other choices in force.',
})
export class DriftFacets {
  @Field(() => [DriftCauseCount])
  causes!: DriftCauseCount[];

  @Field(() => [DriftStateCount])
  states!: DriftStateCount[];

  @Field(() => [ChangeDirectionCount])
  directions!: ChangeDirectionCount[];

  @Field(() => [DriftWallCount])
  walls!: DriftWallCount[];

  @Field(() => [DriftFieldCount])
  fields!: DriftFieldCount[];

  @Field(() => [GroupCount])
  groups!: GroupCount[];
}
