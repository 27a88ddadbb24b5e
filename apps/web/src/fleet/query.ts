import { graphql } from '../graphql/generated';
import type { FleetPageQuery } from '../graphql/generated/graphql';

export const FleetQuery = graphql(`
  query FleetPage {
    fleet {
      hostCount
      silentHostCount
      containerCount
      goneCount
      unknownWallCount
      openContainerCount
      lastReportAt
      rejudgement {
        total
        done
        outdated
      }
      bands {
        low
        medium
        high
        critical
        unjudged
      }
      walls {
        wall
        closed
        thin
        open
        unknown
      }
      thinnest(first: 10) {
        id
        name
        runtime
        image {
          reference
        }
        host {
          id
          name
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
      hosts(first: 8) {
        id
        name
        state
        lastSeen
        containerCount
        maxRisk
      }
      changes(first: 8) {
        containers
        closes
        removes
        share
        change {
          id
          title
          effort
          breaks
        }
      }
      topRules(first: 6) {
        containers
        rule {
          id
          wall
          severity
          title
        }
      }
    }
  }
`);

/** What the overview shows. */
export type Fleet = FleetPageQuery['fleet'];
