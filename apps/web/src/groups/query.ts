import { graphql } from '../graphql/generated';

/** Every host group, with how many of the hosts that the search finds are in it. */
export const GroupsQuery = graphql(`
  query HostGroups($search: String) {
    hostGroups(search: $search) {
      name
      hostCount
      containerCount
    }
  }
`);

export const SetHostGroups = graphql(`
  mutation SetHostGroups($hostId: ID!, $groups: [String!]!) {
    setHostGroups(hostId: $hostId, groups: $groups) {
      id
      groups
    }
  }
`);
