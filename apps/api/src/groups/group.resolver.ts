import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { signedIn } from '../access/principal.js';
import { Needs } from '../access/roles.js';
import type { GraphqlContext } from '../graphql/context.js';
import { ApiError } from '../graphql/errors.js';
import { Host } from '../hosts/host.model.js';
import { HostGroup } from './group.model.js';
import { GroupService } from './group.service.js';

@Resolver(() => Host)
export class GroupResolver {
  constructor(private readonly service: GroupService) {}

  @Query(() => [HostGroup], {
    description: 'By name, each with what it holds of the hosts that the search finds.',
  })
  hostGroups(
    @Args('search', { type: () => String, nullable: true }) search: string | null,
  ): Promise<HostGroup[]> {
    return this.service.list(search);
  }

  @Needs('admin')
  @Mutation(() => Host, {
    description:
      'Makes these the groups of a host. What is accepted for a group holds on every host in it, so that an admin decides.',
  })
  async setHostGroups(
    @Args('hostId', { type: () => ID }) hostId: string,
    @Args('groups', { type: () => [String] }) groups: string[],
    @Context() { principal, loaders }: GraphqlContext,
  ): Promise<Host> {
    await this.service.setGroups(hostId, groups, signedIn(principal));
    loaders.hostGroups.clear(hostId);
    const host = await loaders.host.load(hostId);
    if (host === null) throw new ApiError('BAD_USER_INPUT', 'There is no such host.');
    return host;
  }

  @ResolveField(() => [String], { description: 'Those that an operator put it into, by name.' })
  groups(@Parent() { id }: Host, @Context() { loaders }: GraphqlContext): Promise<string[]> {
    return loaders.hostGroups.load(id);
  }
}
