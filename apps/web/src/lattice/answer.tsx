'use client';
import type { ReactNode } from 'react';
import { RequestError } from '../graphql/request';
import { dateTime, duration } from '../words/format';
import { useNow } from '../words/now';

/** What a page knows about its question: the answer, the last failure, and when each came (epoch milliseconds, 0 = never). */
export interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  dataUpdatedAt: number;
  errorUpdatedAt: number;
}

/**
 * Shows an answer. Before the first one a quiet line; if the API falls away, the last answer stays, with since when it
 * is old above it.
 */
export function Answer<T>({ asked, children }: { asked: Asked<T>; children: (data: T) => ReactNode }) {
  const { data, error, dataUpdatedAt } = asked;
  if (error instanceof RequestError && error.code === 'SIGNED_OUT') return null;
  return (
    <>
      {error && <Failure error={error} since={dataUpdatedAt} />}
      {data === undefined ? !error && <Reading /> : children(data)}
    </>
  );
}

/** A first answer is on its way. Nothing moves; after a moment it says so. */
export function Reading() {
  return (
    <p role="status" className="px-(--gutter) py-10 text-ink-2">
      Reading…
    </p>
  );
}

function Failure({ error, since }: { error: Error; since: number }) {
  const now = useNow();
  const away = error instanceof RequestError && error.code === 'API_AWAY';
  return (
    <div role="alert" className="border-b-2 border-ink bg-sunk px-(--gutter) py-3">
      <b>{away ? 'The Shoji API does not answer.' : 'The API refused the question.'}</b>{' '}
      {!away && <span>{error.message} </span>}
      {since > 0 ? (
        <span>
          What is shown was read {duration(now - since)} ago, at {dateTime(new Date(since).toISOString())}. It
          may be out of date.
        </span>
      ) : (
        <span>Nothing could be read yet.</span>
      )}{' '}
      <span className="text-ink-2">Asking again every 5 seconds.</span>
    </div>
  );
}
