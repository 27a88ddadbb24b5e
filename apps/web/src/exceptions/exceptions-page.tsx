'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import layout from '../container/container.module.css';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';
import { Groups } from '../groups/groups';
import { Answer } from '../lattice/answer';
import { ShowMore } from '../lattice/show-more';
import { useMayWrite } from '../lattice/status';
import { cx } from '../words/cx';
import { dateTime, number, plural } from '../words/format';
import { visible } from '../words/visible';
import { ApproveException, ExceptionsQuery, RevokeException, type Exception } from './query';

/** Every finding or way out that somebody accepts, or asked to: by whom, why, until when, and whether it still accepts anything. */
export function ExceptionsPage() {
  const asked = useInfiniteQuery({
    queryKey: ['exceptions'],
    queryFn: ({ pageParam, signal }) => request(ExceptionsQuery, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ exceptions: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    refetchInterval: liveInterval * 2,
  });
  return (
    <main id="main" className={layout.page}>
      <div className="flex flex-wrap items-baseline gap-x-5 py-[18px]">
        <h1>Exceptions</h1>
        <p className="text-ink-2">
          what is accepted stays visible and counted, and opens again with the first other fact
        </p>
      </div>
      <Answer asked={asked}>
        {({ pages }) => {
          const rows = pages.flatMap(({ exceptions }) => exceptions.nodes);
          return (
            <section className="relative overflow-x-auto border-t-2 border-ink pt-3">
              {rows.length === 0 ? (
                <p className="py-8">
                  Nothing is accepted. A finding or a way out is, from the page of a container, for a reason
                  and until a day.
                </p>
              ) : (
                <Register rows={rows} />
              )}
              <p className="pt-3 text-ink-2">
                <ShowMore
                  shown={rows.length}
                  total={pages.at(-1)?.exceptions.totalCount ?? 0}
                  one="exception"
                  asked={asked}
                />
              </p>
            </section>
          );
        }}
      </Answer>
    </main>
  );
}

function Register({ rows }: { rows: readonly Exception[] }) {
  return (
    <table className="min-w-[860px]">
      <thead>
        <tr>
          <th>State</th>
          <th>What is accepted</th>
          <th>Where</th>
          <th>Why</th>
          <th>Until</th>
          <th>Accepts</th>
          <th>
            <span className="sr-only">Decide</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className={cx(row.state === 'active' && 'font-semibold')}>{row.state}</td>
            <td className="mono">
              {visible(row.ruleId ?? row.pathId ?? '')}
              {row.value && <span className="text-ink-2">, {visible(row.value)} alone</span>}
            </td>
            <td className="[overflow-wrap:anywhere]">
              {row.scope === 'group' ? 'host group' : row.scope}{' '}
              {row.scope === 'container' ? (
                <Link className="n mono" href={`/containers/${encodeURIComponent(row.scopeId)}`}>
                  {visible(row.scopeName)}
                </Link>
              ) : row.scope === 'group' ? (
                <Groups of={[row.scopeId]} page="hosts" />
              ) : (
                <span className="mono">{visible(row.scopeName)}</span>
              )}
            </td>
            <td className="[overflow-wrap:anywhere]">
              {visible(row.reason)}
              <br />
              <span className="text-ink-2">
                {visible(row.owner)}; asked for by {who(row.requestedBy)}
                {row.approvedBy && `, approved by ${who(row.approvedBy)}`}
                {row.revokedBy && `, revoked by ${who(row.revokedBy)}`}
              </span>
            </td>
            <td className="whitespace-nowrap">{dateTime(row.expiresAt)}</td>
            <td>
              <Matches row={row} />
            </td>
            <td className="r">
              <Decide row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const who = (actor: string) => visible(actor.replace(/^(user|token):/, ''));

function Matches({ row: { matches, state } }: { row: Exception }) {
  if (state === 'expired' || state === 'revoked') return <span className="text-ink-3">nothing any more</span>;
  const { accepted, reopened } = matches;
  return (
    <>
      {accepted === 0 ? <b>matches nothing</b> : plural(accepted, 'container')}
      {reopened > 0 && <span className="text-hole"> {number(reopened)} open again</span>}
    </>
  );
}

/** The API refuses whoever may not: who asked for one cannot approve it. */
function Decide({ row: { id, state } }: { row: Exception }) {
  const mayWrite = useMayWrite();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: async (deed: 'approve' | 'revoke') => {
      await (deed === 'approve' ? request(ApproveException, { id }) : request(RevokeException, { id }));
    },
    onSettled: () => client.invalidateQueries(),
  });
  if (!mayWrite) return null;
  const button = (deed: 'approve' | 'revoke', name: string) => (
    <button
      type="button"
      className="btn ml-2 h-[28px] px-3"
      disabled={decide.isPending}
      onClick={() => decide.mutate(deed)}
    >
      {name}
    </button>
  );
  return (
    <>
      {state === 'requested' && button('approve', 'Approve')}
      {(state === 'requested' || state === 'active') && button('revoke', 'Revoke')}
      {decide.error && (
        <span role="alert" className="block whitespace-normal">
          {visible(decide.error.message)}
        </span>
      )}
    </>
  );
}
