import { changes, remedyPlaces, type Remedies } from '@shoji/changes';
import type { Change, Remedy } from './change.model.js';

/** The changes that this process knows, as GraphQL shows them. */
export const catalogue: Change[] = changes.map(({ id, title, walls, effort, remedies, breaks, verify }) => ({
  id,
  title,
  walls: [...walls],
  effort,
  remedies: remedyPlaces.map((place) => remedyOf(place, remedies)),
  breaks,
  verify,
}));

function remedyOf(place: Remedy['place'], remedies: Remedies): Remedy {
  const remedy = remedies[place];
  return typeof remedy === 'string'
    ? { place, text: remedy, none: null }
    : { place, text: null, none: remedy.none };
}

const byId = new Map(catalogue.map((change) => [change.id, change]));

/** A change by its id, also one that another rule set wrote and this process does not know. */
export const changeOf = (id: string): Change =>
  byId.get(id) ?? {
    id,
    title: id,
    walls: [],
    effort: 'high',
    remedies: [],
    breaks: 'This change is not part of the rule set that the server runs now.',
    verify: null,
  };
