'use client';
import { useQuery } from '@tanstack/react-query';
import type { WallStatus } from '../graphql/generated/graphql';
import { FleetQuery } from '../fleet/query';
import { request } from '../graphql/request';
import { Glyph } from '../walls/glyph';
import { walls } from '../walls/vocabulary';
import { number } from '../words/format';
import styles from './containers.module.css';
import { toggled, type ContainersState } from './url-state';
import { bands, kinds, states } from './use-containers-state';

const stateWords = { running: 'running', unknown: 'host is silent', gone: 'gone' } as const;
const kindWords = {
  container: 'container',
  pod_sandbox: 'pod sandbox',
  service: 'service',
  process: 'process',
} as const;

/** What the rows can be narrowed to. Counts are of the whole fleet, so that a choice shows what it stands for. */
export function Facets({
  state,
  set,
}: {
  state: ContainersState;
  set: (change: Partial<ContainersState>) => void;
}) {
  // The counts move slowly and are a help only: they are read once a minute, and left out where they cannot be.
  const { data } = useQuery({
    queryKey: ['facet-counts'],
    queryFn: ({ signal }) => request(FleetQuery, {}, signal),
    refetchInterval: 60_000,
  });
  const fleet = data?.fleet;
  const all = fleet?.containerCount ?? 0;
  const wallCount = (wall: string, status: 'open' | 'unknown') =>
    fleet?.walls.find((each) => each.wall === wall)?.[status];
  return (
    <>
      <Facet title="Risk">
        {bands.map((band) => (
          <Choice
            key={band}
            name={band}
            on={state.band.includes(band)}
            count={fleet?.bands[band]}
            of={all}
            choose={() => set({ band: toggled(state.band, band) })}
          />
        ))}
      </Facet>
      <Facet title="Wall is open">
        {walls.map(({ id, name }) => (
          <Choice
            key={id}
            name={name}
            glyph="open"
            on={state.open.includes(id)}
            count={wallCount(id, 'open')}
            of={all}
            choose={() => set({ open: toggled(state.open, id) })}
          />
        ))}
      </Facet>
      <Facet title="Wall is unknown">
        {walls.map(({ id, name }) => (
          <Choice
            key={id}
            name={name}
            glyph="unknown"
            on={state.unknown.includes(id)}
            count={wallCount(id, 'unknown')}
            of={all}
            choose={() => set({ unknown: toggled(state.unknown, id) })}
          />
        ))}
      </Facet>
      <Facet title="State">
        {states.map((each) => (
          <Choice
            key={each}
            name={stateWords[each]}
            on={state.state.includes(each)}
            count={each === 'gone' ? fleet?.goneCount : undefined}
            of={all}
            choose={() => set({ state: toggled(state.state, each) })}
          />
        ))}
      </Facet>
      <Facet title="Kind">
        {kinds.map((kind) => (
          <Choice
            key={kind}
            name={kindWords[kind]}
            on={state.kind.includes(kind)}
            of={all}
            choose={() => set({ kind: toggled(state.kind, kind) })}
          />
        ))}
      </Facet>
      <p className="text-small text-ink-3">Counts are of the whole fleet.</p>
    </>
  );
}

/** One kind of choices under its title. */
export function Facet({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className={styles.facet}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** One choice with how many it stands for, and their share as a bar. */
export function Choice({
  name,
  glyph,
  on,
  count,
  of,
  choose,
}: {
  name: string;
  glyph?: WallStatus;
  on: boolean;
  count?: number | undefined;
  of: number;
  choose: () => void;
}) {
  const share = count === undefined || of === 0 ? 0 : Math.min(1, count / of);
  return (
    <label className={styles.choice}>
      <input type="checkbox" className="sr-only" checked={on} onChange={choose} />
      <span className={styles.box} aria-hidden="true" />
      {glyph && <Glyph state={glyph} size={14} />}
      <span className="cut">{name}</span>
      {count !== undefined && <span className="ml-auto text-ink-2">{number(count)}</span>}
      <i style={{ width: `calc((100% - 21px) * ${share.toFixed(3)})` }} />
    </label>
  );
}
