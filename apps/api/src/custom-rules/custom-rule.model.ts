import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Evidence } from '../findings/finding.model.js';
import { OutcomeState, Severity, WallName } from '../graphql/enums.js';

@InputType({ description: 'A rule in CEL over posture, host and traits; docs/custom-rules.md.' })
export class CustomRuleInput {
  @Field(() => ID, { description: 'Kebab-case; says the finding, and stays that of the rule.' })
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => WallName)
  wall!: WallName;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => String)
  rationale!: string;

  @Field(() => String)
  fix!: string;

  @Field(() => String, { description: 'What must hold of every container.' })
  expression!: string;
}

@ObjectType({ description: 'A custom rule as somebody saved or retired it.' })
export class CustomRuleVersion {
  @Field(() => Int, { description: 'From 1.' })
  version!: number;

  @Field(() => String)
  title!: string;

  @Field(() => WallName)
  wall!: WallName;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => String)
  rationale!: string;

  @Field(() => String)
  fix!: string;

  @Field(() => String)
  expression!: string;

  @Field(() => Boolean, { description: 'From this version on it judges nothing.' })
  retired!: boolean;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => Date)
  savedAt!: Date;

  @Field(() => String)
  savedBy!: string;
}

@ObjectType()
export class CustomRule {
  @Field(() => ID)
  id!: string;

  @Field(() => CustomRuleVersion, {
    description: 'The newest version, which is in force unless it is retired.',
  })
  newest!: CustomRuleVersion;

  @Field(() => String, {
    nullable: true,
    description: 'Why the server can no longer judge by it: until it is mended nothing passes.',
  })
  problem!: string | null;
}

@ObjectType({ description: 'What a custom rule comes to among what runs, as judged so far.' })
export class CustomRuleCounts {
  @Field(() => Int)
  fail!: number;

  @Field(() => Int)
  unknown!: number;

  @Field(() => Int)
  pass!: number;

  @Field(() => Int)
  notApplicable!: number;
}

@ObjectType({ description: 'Why an expression is no rule, and where.' })
export class CustomRuleProblem {
  @Field(() => String)
  message!: string;

  @Field(() => Int, { description: 'From 1.' })
  line!: number;

  @Field(() => Int, { description: 'From 1, in UTF-16 units.' })
  column!: number;
}

@ObjectType()
export class CustomRuleExample {
  containerId!: string;

  @Field(() => Int, {
    description: 'Containers of the same posture, host facts and traits, this one among them.',
  })
  alike!: number;

  @Field(() => OutcomeState)
  state!: OutcomeState;

  @Field(() => [Evidence], { description: 'The facts that decided it, or that were missing.' })
  evidence!: Evidence[];
}

@ObjectType({ description: 'What an expression would say of the containers that run now.' })
export class CustomRuleTrial {
  @Field(() => Int)
  containers!: number;

  @Field(() => Int)
  fail!: number;

  @Field(() => Int)
  unknown!: number;

  @Field(() => Int)
  pass!: number;

  @Field(() => Int)
  notApplicable!: number;

  @Field(() => Int, { description: 'Containers that were left out, for the trial is bounded in time.' })
  notTried!: number;

  @Field(() => Int, {
    description: 'Distinct combinations of posture, host facts and traits that were tried.',
  })
  distinct!: number;

  @Field(() => Int, { description: 'Steps that it took where it took most.' })
  mostSteps!: number;

  @Field(() => [CustomRuleExample], { description: 'Some of each state, those that fail first.' })
  examples!: CustomRuleExample[];
}

@ObjectType()
export class CustomRuleTest {
  @Field(() => CustomRuleProblem, { nullable: true, description: 'Null where the expression compiles.' })
  problem!: CustomRuleProblem | null;

  @Field(() => [String], { description: 'The facts that it reads.' })
  reads!: string[];

  @Field(() => CustomRuleTrial, { nullable: true, description: 'Null where there is a problem.' })
  trial!: CustomRuleTrial | null;
}
