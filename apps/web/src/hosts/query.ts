import { graphql } from '../graphql/generated';
import type { HostPageQuery, HostsPageQuery } from '../graphql/generated/graphql';

export const HostsQuery = graphql(`
  query HostsPage($search: String, $groups: [String!], $after: String) {
    hosts(
      search: $search
      groups: $groups
      first: 100
      after: $after
      orderBy: { field: RISK, direction: DESC }
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        state
        stateReason
        lastSeen
        groups
        containerCount
        maxRisk
        document
        bands {
          low
          medium
          high
          critical
          unjudged
        }
      }
    }
  }
`);

export const HostQuery = graphql(`
  query HostPage($id: ID!) {
    host(id: $id) {
      id
      name
      state
      stateReason
      machineId
      groups
      enrolledAt
      bootedAt
      lastSeen
      interval
      collector {
        version
        cycleMilliseconds
        cpuPercent
        rssBytes
        at
      }
      networkNamespaces
      document
      findings {
        state
        severity
        evidence {
          text
        }
        rule {
          id
          title
          remediation
        }
      }
      containerCount
      maxRisk
      bands {
        low
        medium
        high
        critical
        unjudged
      }
      containers(first: 100, orderBy: { field: RISK, direction: DESC }) {
        totalCount
        nodes {
          id
          name
          image {
            reference
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
  }
`);

export type HostRow = HostsPageQuery['hosts']['nodes'][number];
export type HostDetail = NonNullable<HostPageQuery['host']>;
