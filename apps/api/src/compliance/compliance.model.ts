import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ControlState, RuleSubject } from '../graphql/enums.js';
import { Rule } from '../rules/rule.model.js';

@ObjectType()
export class Control {
  @Field(() => ID, { description: "The framework's own number or name." })
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  section!: string;

  @Field(() => RuleSubject, { nullable: true, description: 'Null where no rule says anything of it.' })
  about!: RuleSubject | null;

  @Field(() => [Rule], { description: 'Every one has to hold.' })
  rules!: Rule[];

  @Field(() => String, { nullable: true, description: 'Why no rule says anything of it.' })
  notAssessed!: string | null;
}

@ObjectType()
export class Framework {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  version!: string;

  @Field(() => String, { description: 'What of it is listed.' })
  scope!: string;

  @Field(() => [Control])
  controls!: Control[];
}

@ObjectType({ description: 'How a control stands over the containers, or the hosts, that were asked for.' })
export class ControlResult {
  @Field(() => Control)
  control!: Control;

  @Field(() => ControlState, { description: 'One failure fails it; what is not known never passes it.' })
  state!: ControlState;

  @Field(() => Int)
  pass!: number;

  @Field(() => Int)
  fail!: number;

  @Field(() => Int)
  unknown!: number;

  @Field(() => Int)
  notApplicable!: number;
}

@ObjectType()
export class ControlCounts {
  @Field(() => Int)
  pass!: number;

  @Field(() => Int)
  fail!: number;

  @Field(() => Int)
  unknown!: number;

  @Field(() => Int)
  notApplicable!: number;

  @Field(() => Int)
  notAssessed!: number;
}

@ObjectType()
export class Compliance {
  @Field(() => Framework)
  framework!: Framework;

  @Field(() => Int, { description: 'Containers that were looked at.' })
  containerCount!: number;

  @Field(() => Int, {
    description: 'Hosts that were looked at: all that are not revoked, or those of the containers asked for.',
  })
  hostCount!: number;

  @Field(() => ControlCounts, { description: 'How many controls stand how.' })
  controlCounts!: ControlCounts;

  @Field(() => [ControlResult])
  results!: ControlResult[];
}
