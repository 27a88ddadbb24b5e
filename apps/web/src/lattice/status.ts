'use client';
import { graphql } from '../graphql/generated';
import { useLive } from '../graphql/live';

const StatusQuery = graphql(`
  query Status {
    viewer {
      name
      role
    }
    fleet {
      hostCount
      silentHostCount
      lastReportAt
    }
  }
`);

/** Who is signed in, and how fresh what is shown is. */
export const useStatus = () => useLive(StatusQuery, {});

/** Whether who is signed in may decide and write: analysts and admins. The API refuses all others anyhow. */
export function useMayWrite(): boolean {
  const role = useStatus().data?.viewer?.role;
  return role !== undefined && role !== 'viewer';
}
