import { Field, Float, ObjectType } from '@nestjs/graphql';
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

  @Field(() => [RiskPart])
  parts!: RiskPart[];
}
