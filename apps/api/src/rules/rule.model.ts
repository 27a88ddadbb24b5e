import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Severity, WallName } from '../graphql/enums.js';

@ObjectType()
export class Rule {
  @Field(() => ID)
  id!: string;

  @Field(() => WallName)
  wall!: WallName;

  @Field(() => Severity)
  severity!: Severity;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  rationale!: string;

  @Field(() => String)
  remediation!: string;

  @Field(() => [String])
  references!: string[];
}
