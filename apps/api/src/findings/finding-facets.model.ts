import { Field, Int, ObjectType } from '@nestjs/graphql';
import { FindingRuleCount, WallCount } from '../containers/container-facets.model.js';
import { OutcomeState, Severity } from '../graphql/enums.js';
import { GroupCount } from '../groups/group.model.js';

@ObjectType()
export class SeverityCount {
  @Field(() => Severity)
  severity!: Severity;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class OutcomeStateCount {
  @Field(() => OutcomeState)
  state!: OutcomeState;

  @Field(() => Int)
  count!: number;
}

/** A choice that would leave nothing is left out. */
@ObjectType({
  description: 'How many findings each choice of a filter would leave, the other choices in force.',
})
export class FindingFacets {
  @Field(() => [FindingRuleCount], { description: 'Those with most findings first.' })
  rules!: FindingRuleCount[];

  @Field(() => [SeverityCount])
  severities!: SeverityCount[];

  @Field(() => [WallCount])
  walls!: WallCount[];

  @Field(() => [OutcomeStateCount])
  states!: OutcomeStateCount[];

  @Field(() => [GroupCount], { description: 'A hundred at most, those with most findings.' })
  groups!: GroupCount[];
}
