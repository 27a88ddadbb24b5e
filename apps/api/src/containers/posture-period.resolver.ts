import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { GraphQLJSON } from 'graphql-scalars';
import type { GraphqlContext } from '../graphql/context.js';
import { PosturePeriod } from './container.model.js';

@Resolver(() => PosturePeriod)
export class PosturePeriodResolver {
  @ResolveField(() => GraphQLJSON)
  posture(
    @Parent() { postureHash }: PosturePeriod,
    @Context() { loaders }: GraphqlContext,
  ): Promise<unknown> {
    return loaders.posture.load(postureHash);
  }
}
