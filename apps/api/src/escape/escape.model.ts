import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Ease, PathState, StepState, WallName } from '../graphql/enums.js';

@ObjectType({ description: 'A way out of a container that Shoji knows.' })
export class EscapePath {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => Ease, { description: 'How much it asks of whoever takes it.' })
  ease!: Ease;

  @Field(() => String, { description: 'What it is, for somebody who knows no kernel.' })
  explanation!: string;

  @Field(() => [String], { description: 'MITRE ATT&CK techniques.' })
  techniques!: string[];

  @Field(() => [String])
  references!: string[];
}

@ObjectType({ description: 'One condition of a way out, as it stands for one container.' })
export class EscapeStep {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => StepState)
  state!: StepState;

  @Field(() => String)
  reason!: string;

  @Field(() => [String], { description: 'Paths of the facts it was told from.' })
  fields!: string[];
}

@ObjectType({ description: 'A way out as it stands for one container.' })
export class EscapeVerdict {
  containerId!: string;

  @Field(() => EscapePath)
  path!: EscapePath;

  @Field(() => PathState)
  state!: PathState;

  @Field(() => [EscapeStep])
  steps!: EscapeStep[];
}
