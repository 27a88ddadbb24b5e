import { graphql } from '../graphql/generated';
import type { CompliancePageQuery } from '../graphql/generated/graphql';

export const FrameworksQuery = graphql(`
  query Frameworks {
    frameworks {
      id
      name
      version
    }
  }
`);

export const ComplianceQuery = graphql(`
  query CompliancePage(
    $framework: ID!
    $filter: ContainerFilter
    $host: ID!
    $ofHost: Boolean!
    $container: ID!
    $ofContainer: Boolean!
  ) {
    host(id: $host) @include(if: $ofHost) {
      name
    }
    container(id: $container) @include(if: $ofContainer) {
      name
    }
    compliance(framework: $framework, filter: $filter) {
      framework {
        id
        name
        version
        scope
      }
      containerCount
      hostCount
      controlCounts {
        pass
        fail
        unknown
        notApplicable
        notAssessed
      }
      results {
        state
        pass
        fail
        unknown
        notApplicable
        control {
          id
          title
          section
          about
          notAssessed
          rules {
            id
            title
            severity
            remediation
          }
        }
      }
    }
  }
`);

export type Compliance = CompliancePageQuery['compliance'];
export type ControlResult = Compliance['results'][number];
