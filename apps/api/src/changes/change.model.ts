import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { EscapePath } from '../escape/escape.model.js';
import { Effort, RemedyPlace, WallName } from '../graphql/enums.js';

@ObjectType({
  description: 'How a change is written down in one place; text or the reason why there is none.',
})
export class Remedy {
  @Field(() => RemedyPlace)
  place!: RemedyPlace;

  @Field(() => String, { nullable: true })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'Why there is nothing to write there.' })
  none!: string | null;
}

@ObjectType({ description: 'One atomic fix that Shoji knows. Shoji makes none itself.' })
export class Change {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  title!: string;

  @Field(() => [WallName], { description: 'Walls that it makes stronger, first the one it is about.' })
  walls!: WallName[];

  @Field(() => Effort, { description: 'What it asks of those who run the container.' })
  effort!: Effort;

  @Field(() => [Remedy])
  remedies!: Remedy[];

  @Field(() => String, { description: 'What stops working.' })
  breaks!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'A shell command that succeeds as root on the host where it is in force; $PID is the container’s init.',
  })
  verify!: string | null;
}

@ObjectType({ description: 'What one change is worth for one container, found by judging again.' })
export class BestChange {
  @Field(() => Change)
  change!: Change;

  @Field(() => [EscapePath], { description: 'Open ways out that a wall is known to stop afterwards.' })
  closes!: EscapePath[];

  @Field(() => [ID], { description: 'Rules that fail, and no longer do afterwards.' })
  mends!: string[];

  @Field(() => Float, { description: 'Points that it takes off the score.' })
  removes!: number;

  @Field(() => Float)
  scoreAfter!: number;

  @Field(() => Float)
  upToAfter!: number;
}

@ObjectType()
export class PlanStep {
  @Field(() => Change)
  change!: Change;

  @Field(() => [EscapePath], { description: 'Ways out that it is the first to close.' })
  closes!: EscapePath[];

  @Field(() => Float, { description: 'With the steps before it made.' })
  scoreAfter!: number;

  @Field(() => Float)
  upToAfter!: number;
}

@ObjectType({
  description: 'The shortest list of changes after which a wall stops every way out that is open.',
})
export class ChangePlan {
  @Field(() => [PlanStep])
  steps!: PlanStep[];

  @Field(() => [EscapePath], { description: 'Open ways that not even all changes together close.' })
  leaves!: EscapePath[];

  @Field(() => Boolean, { description: 'False where the search was cut short: a shorter list may exist.' })
  shortest!: boolean;
}

@ObjectType({ description: 'What one change is worth across the fleet.' })
export class FleetChange {
  @Field(() => Change)
  change!: Change;

  @Field(() => Int, { description: 'Containers whose score or range it lowers.' })
  containers!: number;

  @Field(() => Int, { description: 'Open ways out that it closes, over all these containers.' })
  closes!: number;

  @Field(() => Float, { description: 'Points that it takes off, over all these containers.' })
  removes!: number;

  @Field(() => Float, { description: 'The same as a share of the points of the whole fleet, 0 to 1.' })
  share!: number;
}
