import { Field, Int, ObjectType } from '@nestjs/graphql';
import { WallName } from '../graphql/enums.js';
import { BandCounts } from '../hosts/host.model.js';
import { Rule } from '../rules/rule.model.js';

@ObjectType()
export class WallCounts {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => Int)
  closed!: number;

  @Field(() => Int)
  thin!: number;

  @Field(() => Int)
  open!: number;

  @Field(() => Int)
  unknown!: number;
}

@ObjectType()
export class RuleCount {
  @Field(() => Rule)
  rule!: Rule;

  @Field(() => Int)
  containers!: number;
}

/** Counts over what runs now: containers and pod sandboxes, those of silent hosts too. */
@ObjectType()
export class Fleet {
  @Field(() => Int)
  hostCount!: number;

  @Field(() => Int)
  silentHostCount!: number;

  @Field(() => Int)
  containerCount!: number;

  @Field(() => Int)
  goneCount!: number;

  @Field(() => Int, { description: 'Walls of which nobody knows whether they stand.' })
  unknownWallCount!: number;

  @Field(() => Int, { description: 'Containers with at least one open wall.' })
  openContainerCount!: number;

  @Field(() => BandCounts)
  bands!: BandCounts;

  @Field(() => [WallCounts])
  walls!: WallCounts[];

  @Field(() => [Int], { description: 'Judged containers by risk in ten classes: 0-9, 10-19, … 90-100.' })
  histogram!: number[];

  @Field(() => Date, { nullable: true })
  lastReportAt!: Date | null;
}
