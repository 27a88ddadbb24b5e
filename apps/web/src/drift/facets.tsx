'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Choice, Facet } from '../containers/facets';
import { toggled } from '../containers/url-state';
import { liveInterval } from '../graphql/live';
import { request } from '../graphql/request';
import { walls } from '../walls/vocabulary';
import { visible } from '../words/visible';
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
  const countOf = <T,>(
    list: readonly T[] | undefined,
    fits: (item: T) => boolean,
    count: (item: T) => number,
  ) => {
    const found = list?.find(fits);
    return list === undefined ? undefined : found === undefined ? 0 : count(found);
  };
  const groups = [...new Set([...(facets?.groups.map(({ group }) => group) ?? []).sort(), ...state.group])];
  return (
    <>
      <Facet title="Cause">
        {causeNames.map((cause) => (
          <Choice
            key={cause}
            name={causes[cause].name}
            on={state.cause.includes(cause)}
            count={countOf(
              facets?.causes,
              (each) => each.cause === cause,
              ({ count }) => count,
            )}
            of={all}
            choose={() => set({ cause: toggled(state.cause, cause) })}
          />
        ))}
      </Facet>
      {groups.length > 0 && (
        <Facet title="Host group">
          {groups.map((group) => (
            <Choice
              key={group}
              name={visible(group)}
              on={state.group.includes(group)}
              count={countOf(
                facets?.groups,
                (each) => each.group === group,
                ({ count }) => count,
              )}
              of={all}
              choose={() => set({ group: toggled(state.group, group) })}
            />
          ))}
        </Facet>
      )}
      <Facet title="A fact is">
        {directionNames.map((direction) => (
          <Choice
            key={direction}
            name={directions[direction].name}
            glyph={directions[direction].glyph}
            on={state.direction.includes(direction)}
            count={countOf(
              facets?.directions,
              (each) => each.direction === direction,
              ({ count }) => count,
            )}
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
            count={countOf(
              facets?.walls,
              ({ wall }) => wall === id,
              ({ count }) => count,
            )}
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
            count={countOf(
              facets?.states,
              (found) => found.state === each,
              ({ count }) => count,
            )}
            of={all}
            choose={() => set({ state: toggled(state.state, each) })}
          />
        ))}
      </Facet>
      <p className="text-small text-ink-3">Without a choice of state, what is resolved is left out.</p>
    </>
  );
}
