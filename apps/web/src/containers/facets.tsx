'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';
import { walls } from '../walls/vocabulary';
import { Choice, countOf, Facet, GroupFacet, NamedFacet } from './facet';
import { ContainerFacetsQuery } from './query';
import { toggled, toVariables, type ContainersState } from './url-state';
import { bands, kinds, states } from './use-containers-state';

const stateWords = { running: 'running', unknown: 'host is silent', gone: 'gone' } as const;
const kindWords = {
  container: 'container',
  pod_sandbox: 'pod sandbox',
  service: 'service',
  process: 'process',
} as const;

/** What the rows can be narrowed to, each choice with what it would leave, the others in force; `at` = as of then. */
export function Facets({
  state,
  at,
  set,
}: {
  state: ContainersState;
  at: string | null;
  set: (change: Partial<ContainersState>) => void;
}) {
  const { search, filter } = toVariables(state);
  const variables = { search, filter, asOf: at };
  // The counts are a help only: they are read less often than the rows, and left out where they cannot be.
  const { data } = useQuery({
    queryKey: ['container-facets', variables],
    queryFn: ({ signal }) => request(ContainerFacetsQuery, variables, signal),
    refetchInterval: liveInterval * 6,
    placeholderData: keepPreviousData,
  });
  const facets = data?.containerFacets;
  const all = Math.max(1, ...Object.values(facets ?? {}).flatMap(counts));
  return (
    <>
      <Facet title="Risk">
        {bands.map((band) => (
          <Choice
            key={band}
            name={band}
            on={state.band.includes(band)}
            count={countOf(facets?.bands, (each) => each.band === band)}
            of={all}
            choose={() => set({ band: toggled(state.band, band) })}
          />
        ))}
      </Facet>
      <GroupFacet counts={facets?.groups} chosen={state.group} of={all} choose={(group) => set({ group })} />
      <Facet title="Wall is open">
        {walls.map(({ id, name }) => (
          <Choice
            key={id}
            name={name}
            glyph="open"
            on={state.open.includes(id)}
            count={countOf(facets?.openWalls, ({ wall }) => wall === id)}
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
            count={countOf(facets?.unknownWalls, ({ wall }) => wall === id)}
            of={all}
            choose={() => set({ unknown: toggled(state.unknown, id) })}
          />
        ))}
      </Facet>
      <NamedFacet
        title="Way out is open"
        counts={facets?.openPaths.map(({ path, count }) => ({ id: path, count }))}
        names={data?.escapePaths}
        chosen={state.way}
        of={all}
        choose={(way) => set({ way })}
      />
      <NamedFacet
        title="Rule fails"
        counts={facets?.rules.map(({ rule, count }) => ({ id: rule, count }))}
        names={data?.rules}
        chosen={state.rule}
        of={all}
        choose={(rule) => set({ rule })}
      />
      <Facet title="State">
        {states.map((each) => (
          <Choice
            key={each}
            name={stateWords[each]}
            on={state.state.includes(each)}
            count={countOf(facets?.states, (found) => found.state === each)}
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
            count={countOf(facets?.kinds, (each) => each.kind === kind)}
            of={all}
            choose={() => set({ kind: toggled(state.kind, kind) })}
          />
        ))}
      </Facet>
      <p className="text-small text-ink-3">
        {at === null
          ? 'What each choice would leave, the others in force.'
          : 'What each choice would leave of that time, the others in force. Host groups are those of now.'}
      </p>
    </>
  );
}

const counts = (list: unknown): number[] =>
  Array.isArray(list) ? list.map(({ count }: { count: number }) => count) : [];
