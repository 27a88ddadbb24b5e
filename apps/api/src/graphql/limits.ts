import {
  BREAK,
  GraphQLError,
  Kind,
  Location,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { getComplexity, type ComplexityEstimator } from 'graphql-query-complexity';
import { ApiError } from './errors.js';

/**
 * What one request may ask for. The dashboard's largest page stays below a third of each.
 * `tokens` bounds parsing, `depth` nesting, `aliases` how often one thing is asked under other names, `selections` what
 * fragments may blow up to, `complexity` the fields of the answer; `time` is in milliseconds.
 */
export const limits = {
  tokens: 4000,
  depth: 16,
  aliases: 30,
  selections: 2000,
  complexity: 50_000,
  time: 15_000,
} as const;

const tooComplex = (message: string) => new ApiError('QUERY_TOO_COMPLEX', message);

/**
 * Holds a parsed document to the limits that need no variables, before it is validated: validation itself is
 * expensive on hostile documents.
 * @throws {ApiError} `QUERY_TOO_COMPLEX`, or `GRAPHQL_PARSE_FAILED` for a document that was sent as a syntax tree.
 */
export function checkDocument(document: DocumentNode): void {
  // Mercurius takes a syntax tree in JSON too, which no token limit has seen.
  if (!(document.loc instanceof Location))
    throw new ApiError('GRAPHQL_PARSE_FAILED', 'Syntax Error: `query` is not a GraphQL document.');
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const seen = { aliases: 0, selections: 0 };
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      walk(definition.selectionSet, 1, new Set(), { fragments, seen });
}

interface Walk {
  fragments: Map<string, FragmentDefinitionNode>;
  seen: { aliases: number; selections: number };
}

function walk({ selections }: SelectionSetNode, depth: number, within: Set<string>, state: Walk): void {
  if (depth > limits.depth) throw tooComplex(`The query is more than ${limits.depth} levels deep.`);
  for (const selection of selections) {
    if (++state.seen.selections > limits.selections)
      throw tooComplex(`The query selects more than ${limits.selections} fields, fragments included.`);
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.alias !== undefined && ++state.seen.aliases > limits.aliases)
          throw tooComplex(`The query has more than ${limits.aliases} aliases.`);
        if (selection.selectionSet) walk(selection.selectionSet, depth + 1, within, state);
        break;
      case Kind.INLINE_FRAGMENT:
        walk(selection.selectionSet, depth, within, state);
        break;
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = state.fragments.get(name);
        // A fragment within itself is validation's to refuse.
        if (fragment === undefined || within.has(name)) break;
        walk(fragment.selectionSet, depth, new Set([...within, name]), state);
      }
    }
  }
}

/** A list costs what its rows cost: `first` times what is asked of each. */
const pages: ComplexityEstimator = ({ args, childComplexity, field, type }) => {
  const first: unknown = args['first'];
  if (typeof first === 'number') return 5 + Math.max(1, first) * Math.max(1, childComplexity);
  // Rows of a list without pages: findings, walls, parts, rules.
  const listed = String(field.type).startsWith('[') && childComplexity > 0;
  const many = listed && !pageParts.has(field.name) && !type.name.startsWith('__');
  return 1 + (many ? 10 : 1) * childComplexity;
};
/** `nodes` and `edges` are counted by the `first` of their connection. */
const pageParts = new Set(['nodes', 'edges']);

/**
 * Holds a valid document with its variables to the limit of complexity.
 * @throws {ApiError} `QUERY_TOO_COMPLEX`.
 */
export function checkComplexity(
  schema: GraphQLSchema,
  query: DocumentNode,
  variables: Record<string, unknown>,
): void {
  let complexity: number;
  try {
    complexity = getComplexity({ schema, query, variables, estimators: [pages] });
  } catch (error) {
    // Bad variables: execution names them better.
    if (error instanceof GraphQLError) return;
    throw error;
  }
  if (complexity > limits.complexity)
    throw tooComplex(
      `The query asks for about ${complexity} fields; at most ${limits.complexity} are answered.`,
    );
}

/** Whether a document asks about the schema itself. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      if (name.value === '__schema' || name.value === '__type') found = true;
      return found ? BREAK : undefined;
    },
  });
  return found;
}
