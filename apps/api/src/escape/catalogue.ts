import { escapePaths, type PathVerdict } from '@shoji/escape';
import type { EscapePath, EscapeVerdict } from './escape.model.js';

/** The ways out that this process knows, as GraphQL shows them. */
export const catalogue: EscapePath[] = escapePaths.map(
  ({ id, title, ease, explanation, techniques, references }) => ({
    id,
    title,
    ease,
    explanation,
    techniques: [...techniques],
    references: [...references],
  }),
);

const byId = new Map(catalogue.map((path) => [path.id, path]));

/** A way out by its id, also one that another rule set wrote and this one does not know. */
export const pathOf = (id: string, ease: EscapePath['ease'] = 'trivial'): EscapePath =>
  byId.get(id) ?? {
    id,
    title: id,
    ease,
    explanation: 'This way out is not part of the rule set that the server runs now.',
    techniques: [],
    references: [],
  };

/** A stored verdict on a container, with its way. */
export const verdictOf = ({ path, ease, state, steps }: PathVerdict, containerId: string): EscapeVerdict => ({
  containerId,
  path: pathOf(path, ease),
  state,
  steps: steps.map((step) => ({ ...step, fields: [...step.fields] })),
});
