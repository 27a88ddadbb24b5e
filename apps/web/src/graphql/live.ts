'use client';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { TypedDocumentString } from './generated/graphql';
import { request } from './request';

/** How often a page in sight asks again, in milliseconds: within one report interval of any collector. */
export const liveInterval = 5000;

/** A question asked again while the page is in sight; the last answer stays in sight while the next one is fetched. */
export function useLive<T, V>(document: TypedDocumentString<T, V>, variables: V): UseQueryResult<T> {
  return useQuery<T>({
    queryKey: [document.toString(), variables],
    queryFn: ({ signal }) => request(document, variables, signal),
    refetchInterval: liveInterval,
    placeholderData: keepPreviousData,
  });
}
