import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/connection.js';
import { PostureChange } from './drift.model.js';
import { Fate } from './enums.js';

/** A container that is another than it was, or was not, or is no more; its changes are compared when they are asked for. */
@ObjectType({ description: 'What became of one container between two times.' })
export class ContainerDifference {
  containerId!: string;
  from!: Date;
  to!: Date;
  /** Posture, traits and host, by hash. */
  before!: [string, string, string] | null;
  after!: [string, string, string] | null;

  @Field(() => Fate)
  fate!: Fate;

  @Field(() => Float, { nullable: true, description: 'Null where it was not there, or was never judged so.' })
  riskBefore!: number | null;

  @Field(() => Float, { nullable: true, description: 'Null where it is not there, or was never judged so.' })
  riskAfter!: number | null;
}

/** How two states differ. */
@ObjectType()
export class StateDifference {
  @Field(() => Float, { description: 'Risk that the weakening changes add, whatever others take away.' })
  score!: number;

  @Field(() => Float)
  upTo!: number;

  @Field(() => [PostureChange])
  changes!: PostureChange[];
}

export const ContainerDifferenceConnection = connectionOf('ContainerDifference', () => ContainerDifference);

@InputType()
export class DifferenceFilter {
  @Field(() => ID, { nullable: true })
  containerId?: string | null;

  @Field(() => ID, { nullable: true })
  workloadId?: string | null;

  @Field(() => ID, { nullable: true })
  hostId?: string | null;

  @Field(() => [Fate], { nullable: true, description: 'For the list; the counts are of all.' })
  fates?: Fate[] | null;
}

@ObjectType({ description: 'What became of the fleet, or a part of it, between two times.' })
export class Difference {
  filter!: DifferenceFilter;

  @Field(() => Date)
  from!: Date;

  @Field(() => Date)
  to!: Date;

  @Field(() => Int)
  appeared!: number;

  @Field(() => Int)
  gone!: number;

  @Field(() => Int, { description: 'There at both times, with another posture, traits or host.' })
  changed!: number;

  @Field(() => Int)
  unchanged!: number;

  @Field(() => Float, { description: 'Sum of the risks of what ran then.' })
  riskBefore!: number;

  @Field(() => Float, { description: 'Sum of the risks of what ran in the end.' })
  riskAfter!: number;

  @Field(() => Int, { description: 'What ran at one of the two times and has no verdict as it was then.' })
  unjudged!: number;
}
