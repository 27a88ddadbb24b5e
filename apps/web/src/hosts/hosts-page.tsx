'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import styles from '../container/container.module.css';
import { SearchBox } from '../containers/search-box';
import { toggled } from '../containers/url-state';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';
import { GroupChoices } from '../groups/group-choices';
import { Answer } from '../lattice/answer';
import { ShowMore } from '../lattice/show-more';
import { asHostDocument } from '../posture/document';
import { FactValue } from '../posture/fact';
import bar from '../risk/risk.module.css';
import { cx } from '../words/cx';
import { number } from '../words/format';
import { Text } from '../words/text';
import { visible } from '../words/visible';
import { HostStateMark } from './host-state';
import { HostsQuery, type HostRow } from './query';

const choices = {
  q: parseAsString.withDefault(''),
  group: parseAsArrayOf(parseAsString).withDefault([]),
};

/** Every host, riskiest first, and whether it still speaks. */
export function HostsPage() {
  const [{ q, group }, set] = useQueryStates(choices, { history: 'replace' });
  const search = useCallback((text: string) => void set({ q: text === '' ? null : text }), [set]);
  const question = { search: q.trim() === '' ? null : q.trim(), groups: group.length === 0 ? null : group };
  const asked = useInfiniteQuery({
    queryKey: ['hosts', question],
    queryFn: ({ pageParam, signal }) => request(HostsQuery, { ...question, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ hosts: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
    refetchInterval: (query) => liveInterval * Math.max(1, query.state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
  return (
    <main id="main" className={styles.page}>
      <div className="flex flex-wrap items-end gap-x-8 gap-y-3 py-[18px]">
        <h1>Hosts</h1>
        <div className="ml-auto w-[360px] max-w-full" role="search">
          <SearchBox value={q} set={search} label="Name of a host" />
        </div>
      </div>
      <GroupChoices
        search={question.search}
        chosen={group}
        choose={(name) => void set({ group: toggled(group, name) })}
      />
      <Answer asked={asked}>
        {({ pages }) => {
          const rows = pages.flatMap(({ hosts }) => hosts.nodes);
          const total = pages.at(-1)?.hosts.totalCount ?? 0;
          return (
            <section className="border-t-2 border-ink pt-3">
              {rows.length === 0 ? (
                <p className="py-8">
                  {q === '' && group.length === 0 ? (
                    <>
                      No host has joined yet. The{' '}
                      <Link className="lk" href="/">
                        overview
                      </Link>{' '}
                      says how one does.
                    </>
                  ) : (
                    <>
                      No host{q !== '' && ` is called like “${visible(q)}”`}
                      {group.length > 0 &&
                        ` ${q === '' ? 'is' : 'and is'} in ${group.map(visible).join(' or ')}`}
                      .{' '}
                      <button type="button" className="lk" onClick={() => void set(null)}>
                        Show all
                      </button>
                    </>
                  )}
                </p>
              ) : (
                <HostsTable rows={rows} />
              )}
              <p className="pt-3 text-ink-2">
                <ShowMore shown={rows.length} total={total} one="host" asked={asked} />
              </p>
            </section>
          );
        }}
      </Answer>
    </main>
  );
}

function HostsTable({ rows }: { rows: readonly HostRow[] }) {
  return (
    <table className="table-fixed">
      <thead>
        <tr>
          <th className="w-[88px] first-letter:uppercase max-sm:w-[52px]">
            <span className="max-sm:sr-only">Highest </span>risk
          </th>
          <th>Host</th>
          <th className="w-[24%] max-sm:w-[40%]">State</th>
          <th className="w-[20%] max-md:hidden">Bands</th>
          <th className="r w-[100px] pr-6! max-sm:hidden">Containers</th>
          <th className="w-[18%] max-md:hidden">Kernel</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((host) => (
          <tr key={host.id}>
            <td className={cx('font-semibold', (host.maxRisk ?? 0) >= 75 && 'text-hole')}>
              {host.maxRisk === null || host.maxRisk === undefined ? (
                <span className="font-normal text-ink-3">none</span>
              ) : (
                Math.round(host.maxRisk)
              )}
            </td>
            <td className="cut">
              <Link className="n mono" href={`/hosts/${encodeURIComponent(host.id)}`}>
                <Text of={host.name} />
              </Link>
              {host.groups.length > 0 && <Text of={host.groups.join(', ')} className="ml-3 text-ink-3" />}
            </td>
            <td>
              <HostStateMark host={host} />
            </td>
            <td className="max-md:hidden">
              <Bands bands={host.bands} />
            </td>
            <td className="r pr-6! max-sm:hidden">
              <Link className="n" href={`/containers?host=${encodeURIComponent(host.id)}`}>
                {number(host.containerCount)}
              </Link>
            </td>
            <td className="cut mono text-ink-2 max-md:hidden">
              {host.document === null ? (
                <span className="text-ink-3">not reported</span>
              ) : (
                <FactValue of={asHostDocument(host.document)?.kernel}>{visible}</FactValue>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const forms = {
  critical: bar.barCritical,
  high: bar.barHigh,
  medium: bar.barMedium,
  low: bar.barLow,
  unjudged: bar.barUnjudged,
} as const;
const order = ['critical', 'high', 'medium', 'low', 'unjudged'] as const;

function Bands({ bands }: { bands: HostRow['bands'] }) {
  const label = order.map((band) => `${number(bands[band])} ${band}`).join(', ');
  return (
    <span className={bar.bands} role="img" aria-label={label} title={label}>
      {order.map(
        (band) =>
          bands[band] > 0 && (
            <i key={band} className={forms[band]} style={{ flex: `${bands[band]} 0 3px` }} />
          ),
      )}
    </span>
  );
}
