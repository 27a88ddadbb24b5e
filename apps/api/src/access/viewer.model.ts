import { Field, ObjectType } from '@nestjs/graphql';

/** Who asks. */
@ObjectType()
export class Viewer {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  role!: string;
}
