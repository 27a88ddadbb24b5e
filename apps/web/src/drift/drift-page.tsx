'use client';
import { useCallback, useMemo } from 'react';
import layout from '../containers/containers.module.css';
import { SearchBox } from '../containers/search-box';
import { Answer } from '../lattice/answer';
import { ShowMore } from '../lattice/show-more';
import { plural } from '../words/format';
import styles from './drift.module.css';
import { DriftFacets } from './facets';
import { Item, Subject } from './item';
import { useDrift } from './query';
import { chosen, toFilter, useDriftState } from './use-drift-state';

/** What is not as it should be, what adds most risk first, narrowed by the API, with all choices in the URL. */
export function DriftPage() {
  const [state, setState] = useDriftState();
  const asked = useDrift(toFilter(state));
  const set = useCallback((change: Parameters<typeof setState>[0]) => void setState(change), [setState]);
  const search = useCallback((q: string) => set({ q: q === '' ? null : q }), [set]);
  const items = useMemo(() => asked.data?.pages.flatMap(({ drift }) => drift.nodes) ?? [], [asked.data]);
  const total = asked.data?.pages.at(-1)?.drift.totalCount ?? 0;
  const count = chosen(state);
  const facets = <DriftFacets state={state} set={set} />;
  return (
    <div className={layout.page}>
      <aside className={layout.facets} aria-label="Filters">
        {facets}
      </aside>
      <main id="main" className={layout.main}>
        <div className={layout.bar} role="search">
          <SearchBox value={state.q} set={search} label="Container, workload or host" />
        </div>
        <div className={layout.sum} aria-live="polite">
          <h1>{asked.data ? plural(total, 'drift') : 'Drift'}</h1>
          <span>what is not as it should be, what adds most risk first</span>
          {count > 0 && (
            <button type="button" className="lk" onClick={() => void setState(null)}>
              Clear {plural(count, 'filter')}
            </button>
          )}
        </div>
        <details className={layout.phoneFacets}>
          <summary>Filter</summary>
          {facets}
        </details>
        <Answer asked={asked}>
          {() => (
            <div className={styles.list} tabIndex={0} role="region" aria-label="Drift">
              {items.length === 0 ? (
                <Nothing filtered={count > 0} clear={() => void setState(null)} />
              ) : (
                items.map((item) => (
                  <Item key={item.id} item={item} subject={<Subject container={item.container} />} />
                ))
              )}
              {items.length > 0 && (
                <p className="px-5 py-3 text-ink-2">
                  <ShowMore shown={items.length} total={total} one="drift" asked={asked} />
                </p>
              )}
            </div>
          )}
        </Answer>
      </main>
    </div>
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  return (
    <div className="px-5 py-10">
      <p className="font-serif text-lead">
        {filtered ? 'No drift matches.' : 'Every container is as its baseline says.'}
      </p>
      <p className="mt-2 text-ink-2">
        {filtered ? (
          <button type="button" className="lk" onClick={clear}>
            Clear every filter
          </button>
        ) : (
          'A baseline is learned from the first posture that stands still, and holds until somebody approves another.'
        )}
      </p>
    </div>
  );
}
