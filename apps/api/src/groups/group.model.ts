import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Hosts that an operator put together; it is there as long as a host is in it.' })
export class HostGroup {
  @Field(() => String)
  name!: string;

  @Field(() => Int)
  hostCount!: number;

  @Field(() => Int, { description: 'Containers and pod sandboxes that run on its hosts.' })
  containerCount!: number;
}

@ObjectType()
export class GroupCount {
  @Field(() => String)
  group!: string;

  @Field(() => Int)
  count!: number;
}
