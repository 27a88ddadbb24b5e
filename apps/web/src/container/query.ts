import { graphql } from '../graphql/generated';
import type { ContainerPageQuery } from '../graphql/generated/graphql';

export const ContainerQuery = graphql(`
  query ContainerPage($id: ID!, $asOf: DateTime) {
    container(id: $id, asOf: $asOf) {
      id
      key
      asOf
      name
      kind
      self
      runtime
      state
      firstSeen
      lastSeen
      goneAt
      posture
      postureHash
      instance
      traits
      declared
      declaredDifferences {
        wall
        field
        declared
        effective
        direction
        note
      }
      image {
        reference
        digest
      }
      host {
        id
        name
        state
        lastSeen
        groups
      }
      walls {
        wall
        state
        reasons
      }
      risk {
        score
        upTo
        coverage
        band
        judged
        outdated
        judgedAt
        parts {
          id
          kind
          title
          points
          wall
          state
        }
      }
      accepted {
        count
        score
      }
      escapePaths {
        state
        exception {
          ...AcceptedBy
        }
        path {
          id
          title
          ease
          explanation
          techniques
          references
        }
        steps {
          wall
          state
          reason
        }
      }
      changes(first: 12) {
        removes
        scoreAfter
        upToAfter
        closes {
          id
          title
        }
        change {
          id
          title
          effort
          breaks
          verify
          remedies {
            place
            text
            none
          }
        }
      }
      plan {
        shortest
        leaves {
          id
          title
        }
        steps {
          scoreAfter
          closes {
            id
            title
          }
          change {
            id
            title
            effort
          }
        }
      }
      findings {
        id
        accepted
        exceptions {
          ...AcceptedBy
        }
        singleValues
        severity
        wall
        evidence {
          field
          value
          text
        }
        rule {
          id
          title
          rationale
          remediation
          references
          custom
        }
      }
      unknownFindings {
        id
        severity
        wall
        evidence {
          field
          value
          text
        }
        rule {
          id
          title
          rationale
          remediation
          references
          custom
        }
      }
      drift {
        ...DriftParts
      }
      workload {
        id
        name
        containerCount
        baseline {
          kind
        }
      }
      history(first: 50) {
        totalCount
        nodes {
          postureHash
          from
          to
        }
      }
    }
  }
`);

/** What the page of one container shows. */
export type Container = NonNullable<ContainerPageQuery['container']>;
export type Way = Container['escapePaths'][number];
export type Finding = Container['findings'][number];
export type UnknownFinding = Container['unknownFindings'][number];
