'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Choice, countOf, Facet, GroupFacet } from '../containers/facet';
import { toggled } from '../containers/url-state';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';
import { walls } from '../walls/vocabulary';
import { DriftFacetsQuery, driftKey } from './query';
import { causeNames, directionNames, stateNames, toFilter, type DriftChoices } from './use-drift-state';
import { causes, directions, states } from './words';

/** What the list can be narrowed to, each choice with what it would leave, the others in force. */
export function DriftFacets({
  state,
  set,
}: {
  state: DriftChoices;
  set: (change: Partial<DriftChoices>) => void;
}) {
  const filter = toFilter(state);
  const { data } = useQuery({
    queryKey: [driftKey, 'facets', filter],
    queryFn: ({ signal }) => request(DriftFacetsQuery, { filter }, signal),
    refetchInterval: liveInterval * 2,
    placeholderData: keepPreviousData,
  });
  const facets = data?.driftFacets;
  const all = Math.max(
    1,
    ...(facets?.causes.map(({ count }) => count) ?? []),
    ...(facets?.walls.map(({ count }) => count) ?? []),
  );
  return (
    <>
      <Facet title="Cause">
        {causeNames.map((cause) => (
          <Choice
            key={cause}
            name={causes[cause].name}
            on={state.cause.includes(cause)}
            count={countOf(facets?.causes, (each) => each.cause === cause)}
            of={all}
            choose={() => set({ cause: toggled(state.cause, cause) })}
          />
        ))}
      </Facet>
      <GroupFacet counts={facets?.groups} chosen={state.group} of={all} choose={(group) => set({ group })} />
      <Facet title="A fact is">
        {directionNames.map((direction) => (
          <Choice
            key={direction}
            name={directions[direction].name}
            glyph={directions[direction].glyph}
            on={state.direction.includes(direction)}
            count={countOf(facets?.directions, (each) => each.direction === direction)}
            of={all}
            choose={() => set({ direction: toggled(state.direction, direction) })}
          />
        ))}
      </Facet>
      <Facet title="At the wall">
        {walls.map(({ id, name }) => (
          <Choice
            key={id}
            name={name}
            on={state.wall.includes(id)}
            count={countOf(facets?.walls, ({ wall }) => wall === id)}
            of={all}
            choose={() => set({ wall: toggled(state.wall, id) })}
          />
        ))}
      </Facet>
      <Facet title="State">
        {stateNames.map((each) => (
          <Choice
            key={each}
            name={states[each]}
            on={state.state.includes(each)}
            count={countOf(facets?.states, (found) => found.state === each)}
            of={all}
            choose={() => set({ state: toggled(state.state, each) })}
          />
        ))}
      </Facet>
      <p className="text-small text-ink-3">Without a choice of state, what is resolved is left out.</p>
    </>
  );
}
