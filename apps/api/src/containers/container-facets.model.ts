import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Band, ContainerKind, ContainerState, WallName } from '../graphql/enums.js';
import { GroupCount } from '../groups/group.model.js';

@ObjectType()
export class BandCount {
  @Field(() => Band)
  band!: Band;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class WallCount {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class PathCount {
  @Field(() => ID)
  path!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class FindingRuleCount {
  @Field(() => ID)
  rule!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class ContainerStateCount {
  @Field(() => ContainerState)
  state!: ContainerState;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class ContainerKindCount {
  @Field(() => ContainerKind)
  kind!: ContainerKind;

  @Field(() => Int)
  count!: number;
}

/** A choice that would leave nothing is left out. */
@ObjectType({
  description:
    'How many containers each choice of a filter would leave, the other choices in force; of walls, together with those chosen already.',
})
export class ContainerFacets {
  @Field(() => [BandCount])
  bands!: BandCount[];

  @Field(() => [PathCount], {
    description: 'Ways out that are open, those of most containers first.',
  })
  openPaths!: PathCount[];

  @Field(() => [FindingRuleCount], {
    description: 'Rules that fail, those that fail on most containers first.',
  })
  rules!: FindingRuleCount[];

  @Field(() => [WallCount])
  openWalls!: WallCount[];

  @Field(() => [WallCount])
  unknownWalls!: WallCount[];

  @Field(() => [ContainerStateCount])
  states!: ContainerStateCount[];

  @Field(() => [ContainerKindCount])
  kinds!: ContainerKindCount[];

  @Field(() => [GroupCount], { description: 'A hundred at most, those with most containers.' })
  groups!: GroupCount[];
}
