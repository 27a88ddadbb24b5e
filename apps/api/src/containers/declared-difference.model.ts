import { Field, ObjectType } from '@nestjs/graphql';
import type { Difference } from '@shoji/posture';
import { GraphQLJSON } from 'graphql-scalars';
import { DifferenceDirection, WallName } from '../graphql/enums.js';

@ObjectType({
  description: 'A fact of which the kernel enforces something else than the runtime was asked for.',
})
export class DeclaredDifference implements Difference {
  @Field(() => WallName)
  wall!: WallName;

  @Field(() => String, { description: 'Path of the fact in the posture, as in evidence.' })
  field!: string;

  @Field(() => GraphQLJSON, { nullable: true })
  declared!: unknown;

  @Field(() => GraphQLJSON, { nullable: true })
  effective!: unknown;

  @Field(() => DifferenceDirection)
  direction!: DifferenceDirection;

  @Field(() => String)
  note!: string;
}
