import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { Band, RiskPartKind, WallName, WallStatus } from '../graphql/enums.js';

@ObjectType()
export class WallState {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => WallStatus)
  state!: WallStatus;

  @Field(() => [String])
  reasons!: string[];
}

@ObjectType()
export class RiskPart {
  /** Of the rule or the way out that the part comes from. */
  @Field(() => String)
  id!: string;

  @Field(() => RiskPartKind)
  kind!: RiskPartKind;

  @Field(() => String)
  title!: string;

  @Field(() => Float, { description: 'Its share of the score; the parts add up to the score.' })
  points!: number;

  @Field(() => WallName, { nullable: true, description: 'Null for a way out, which goes through several.' })
  wall!: WallName | null;

  @Field(() => WallStatus)
  state!: WallStatus;
}

@ObjectType()
export class Risk {
  @Field(() => Float, { description: 'From 0 to 100, with the unknowns left out.' })
  score!: number;

  @Field(() => Float, { description: 'The score if every unknown failed.' })
  upTo!: number;

  @Field(() => Float, { description: 'Share of the facts that could be read, from 0 to 1.' })
  coverage!: number;

  @Field(() => Band)
  band!: Band;

  @Field(() => Boolean, {
    description: 'False until the job has run: then nothing else here says anything yet.',
  })
  judged!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the rule set that it was judged with; null until the job has run.',
  })
  ruleSet!: string | null;

  @Field(() => Date, { nullable: true, description: 'When it was judged; null until the job has run.' })
  judgedAt!: Date | null;

  @Field(() => Boolean, {
    description: 'Judged with another rule set than the one in force: true until it has been judged again.',
  })
  outdated!: boolean;

  @Field(() => [RiskPart])
  parts!: RiskPart[];
}

@ObjectType({ description: 'How far the verdicts of what runs are those of the rule set in force.' })
export class Rejudgement {
  @Field(() => String, { description: 'Version of the rule set in force.' })
  ruleSet!: string;

  @Field(() => Int, { description: 'Everything with walls of its own that runs.' })
  total!: number;

  @Field(() => Int, { description: 'Those that carry a verdict of the rule set in force.' })
  done!: number;

  @Field(() => Int, { description: 'Those that still show the verdict of another rule set.' })
  outdated!: number;

  @Field(() => Date, {
    nullable: true,
    description: 'When the first verdict of the rule set in force was made; null = none yet.',
  })
  startedAt!: Date | null;
}
