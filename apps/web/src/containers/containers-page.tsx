'use client';
import { useCallback, useMemo } from 'react';
import { RequestError } from '../graphql/request';
import { Answer } from '../lattice/answer';
import { AsOfControl, useAsOf } from '../lattice/as-of';
import { plural } from '../words/format';
import { visible } from '../words/visible';
import { FleetAsOf } from './as-of';
import styles from './containers.module.css';
import { ContainersTable } from './containers-table';
import { Facets } from './facets';
import { useContainers } from './query';
import { SearchBox } from './search-box';
import { restrictions } from './url-state';
import { useContainersState } from './use-containers-state';

/** Every container of the fleet: searched, narrowed and sorted by the API, with all of it in the URL. */
export function ContainersPage() {
  const [state, setState] = useContainersState();
  const [at, setAt] = useAsOf();
  const asked = useContainers(state, at);
  const { fetchNextPage, hasNextPage, isFetching } = asked;
  const set = useCallback((change: Parameters<typeof setState>[0]) => void setState(change), [setState]);
  const search = useCallback((q: string) => set({ q: q === '' ? null : q }), [set]);
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const rows = useMemo(
    () => asked.data?.pages.flatMap(({ containers }) => containers.nodes) ?? [],
    [asked.data],
  );
  const total = asked.data?.pages.at(-1)?.containers.totalCount ?? 0;
  const count = restrictions(state);
  const misread =
    asked.error instanceof RequestError && asked.error.code === 'BAD_INPUT' ? asked.error : null;
  const host = state.host === '' ? undefined : rows.find((row) => row.host.id === state.host)?.host.name;

  return (
    <div className={styles.page}>
      <aside className={styles.facets} aria-label="Filters">
        <Facets state={state} at={at} set={set} />
      </aside>
      <main id="main" className={styles.main}>
        <div className={styles.bar} role="search">
          <SearchBox value={state.q} set={search} label="Name, image or host" />
          {misread && (
            <p role="alert" className="pt-2">
              {visible(misread.message)}
            </p>
          )}
        </div>
        <div className={styles.sum} aria-live="polite">
          <h1>{asked.data ? plural(total, 'container') : 'Containers'}</h1>
          {state.host !== '' && (
            <span>
              on <b className="mono font-medium text-ink">{visible(host ?? 'one host')}</b>
            </span>
          )}
          {count > 0 && (
            <button type="button" className="lk" onClick={() => void setState(null)}>
              Clear {plural(count, 'filter')}
            </button>
          )}
          <span className="ml-auto">
            <AsOfControl at={at} set={setAt} />
          </span>
        </div>
        {at !== null && <FleetAsOf at={at} />}
        <details className={styles.phoneFacets}>
          <summary>Filter</summary>
          <Facets state={state} at={at} set={set} />
        </details>
        {!(misread && !asked.data) && (
          <Answer asked={{ ...asked, error: misread ? null : asked.error }}>
            {() =>
              rows.length === 0 ? (
                <NoRows filtered={count > 0} clear={() => void setState(null)} />
              ) : (
                <ContainersTable
                  rows={rows}
                  total={total}
                  state={state}
                  set={set}
                  more={hasNextPage && !isFetching ? more : null}
                />
              )
            }
          </Answer>
        )}
      </main>
    </div>
  );
}

function NoRows({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  return (
    <div className="border-t-2 border-ink px-5 py-10">
      <p className="font-serif text-lead">
        {filtered ? 'No container matches.' : 'No container runs on any host that reports.'}
      </p>
      <p className="mt-2 text-ink-2">
        {filtered ? (
          <>
            Search looks in names, images and hosts; several walls must all be open.{' '}
            <button type="button" className="lk" onClick={clear}>
              Clear every filter
            </button>
          </>
        ) : (
          'Start one, and it appears here within one report.'
        )}
      </p>
    </div>
  );
}
