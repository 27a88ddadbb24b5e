import { graphql } from '../graphql/generated';
import type { ExceptionsPageQuery } from '../graphql/generated/graphql';

/** What is shown of an exception where it accepts something. */
graphql(`
  fragment AcceptedBy on FindingException {
    id
    owner
    reason
    expiresAt
    value
  }
`);

export const ExceptionsQuery = graphql(`
  query ExceptionsPage($after: String) {
    exceptions(first: 100, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        ruleId
        pathId
        scope
        scopeId
        scopeName
        value
        owner
        reason
        state
        expiresAt
        requestedBy
        approvedBy
        revokedBy
        matches {
          accepted
          reopened
        }
      }
    }
  }
`);

export const RequestException = graphql(`
  mutation RequestException($request: ExceptionRequest!) {
    requestException(request: $request) {
      id
    }
  }
`);

export const ApproveException = graphql(`
  mutation ApproveException($id: ID!) {
    approveException(id: $id) {
      id
    }
  }
`);

export const RevokeException = graphql(`
  mutation RevokeException($id: ID!) {
    revokeException(id: $id) {
      id
    }
  }
`);

/** One line of the register. */
export type Exception = ExceptionsPageQuery['exceptions']['nodes'][number];
