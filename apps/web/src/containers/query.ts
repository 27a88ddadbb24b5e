'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { graphql } from '../graphql/generated';
import type { ContainersPageQuery } from '../graphql/generated/graphql';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';
import { toVariables, type ContainersState } from './url-state';

const ContainersQuery = graphql(`
  query ContainersPage(
    $search: String
    $filter: ContainerFilter
    $orderBy: ContainerOrder
    $first: Int!
    $after: String
    $asOf: DateTime
  ) {
    containers(
      search: $search
      filter: $filter
      orderBy: $orderBy
      first: $first
      after: $after
      asOf: $asOf
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        asOf
        name
        kind
        self
        runtime
        state
        lastSeen
        goneAt
        image {
          reference
        }
        host {
          id
          name
          groups
        }
        walls {
          wall
          state
        }
        risk {
          score
          upTo
          band
          judged
        }
      }
    }
  }
`);

/** Counts beside the choices of the page. */
export const ContainerFacetsQuery = graphql(`
  query ContainerFacets($search: String, $filter: ContainerFilter, $asOf: DateTime) {
    containerFacets(search: $search, filter: $filter, asOf: $asOf) {
      bands {
        band
        count
      }
      openPaths {
        path
        count
      }
      rules {
        rule
        count
      }
      openWalls {
        wall
        count
      }
      unknownWalls {
        wall
        count
      }
      states {
        state
        count
      }
      kinds {
        kind
        count
      }
      groups {
        group
        count
      }
    }
    escapePaths {
      id
      title
    }
    rules {
      id
      title
    }
  }
`);

/** One row of the table. */
export type ContainerRow = ContainersPageQuery['containers']['nodes'][number];

const pageSize = 100;

/**
 * The rows read so far, as they are or were (`asOf`), a page of a hundred at a time. All of them are read again while the page is in sight, the more
 * of them the more seldom, so that a long scroll costs the API no more than a short one.
 */
export function useContainers(state: ContainersState, asOf: string | null) {
  const variables = { ...toVariables(state), asOf };
  return useInfiniteQuery({
    queryKey: ['containers', variables],
    queryFn: ({ pageParam, signal }) =>
      request(ContainersQuery, { ...variables, first: pageSize, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ containers: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    refetchInterval: (query) => liveInterval * Math.max(1, query.state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
}
