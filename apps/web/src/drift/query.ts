'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { graphql } from '../graphql/generated';
import type { DriftFilter, DriftPageQuery } from '../graphql/generated/graphql';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';

/** What is shown of one drift, wherever it is. */
graphql(`
  fragment DriftParts on DriftItem {
    id
    cause
    state
    resolution
    score
    upTo
    since
    resolvedAt
    decidedBy
    decidedAt
    note
    workload {
      id
      name
      containerCount
      baseline {
        kind
        actor
      }
    }
    changes {
      wall
      field
      before
      after
      direction
      note
      points
    }
  }
`);

const DriftQuery = graphql(`
  query DriftPage($filter: DriftFilter, $after: String) {
    drift(filter: $filter, first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...DriftParts
        container {
          id
          name
          host {
            id
            name
          }
        }
      }
    }
  }
`);

/** Counts beside the choices of the page. */
export const DriftFacetsQuery = graphql(`
  query DriftFacets($filter: DriftFilter) {
    driftFacets(filter: $filter) {
      causes {
        cause
        count
      }
      states {
        state
        count
      }
      groups {
        group
        count
      }
      directions {
        direction
        count
      }
      walls {
        wall
        count
      }
    }
  }
`);

export const ApproveDrift = graphql(`
  mutation ApproveDrift($id: ID!, $note: String!) {
    approveDrift(id: $id, note: $note) {
      id
    }
  }
`);

export const RejectDrift = graphql(`
  mutation RejectDrift($id: ID!, $note: String!) {
    rejectDrift(id: $id, note: $note) {
      id
    }
  }
`);

/** One drift of the list. */
export type DriftItem = DriftPageQuery['drift']['nodes'][number];
export type Change = DriftItem['changes'][number];

/** Key under which everything about drift is kept, so that a decision makes all of it be read again. */
export const driftKey = 'drift';

/** The drift read so far, a page of fifty at a time; asked again while the page is in sight. */
export const useDrift = (filter: DriftFilter) =>
  useInfiniteQuery({
    queryKey: [driftKey, filter],
    queryFn: ({ pageParam, signal }) => request(DriftQuery, { filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ drift: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    refetchInterval: (query) => liveInterval * Math.max(1, query.state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
