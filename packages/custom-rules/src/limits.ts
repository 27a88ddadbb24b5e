/** What bounds a custom rule. A rule beyond one of the first group is refused, one beyond `steps` answers `unknown`. */
export const limits = {
  /** Rules in one list: each is evaluated on every container. */
  rules: 200,
  /** Characters of a title, rationale or fix. */
  text: 2000,
  /** Characters of an expression. */
  expression: 2000,
  /** Nodes of the parsed expression. */
  nodes: 300,
  /** Nesting of calls, selections and brackets. */
  depth: 24,
  /** Elements of a list that is written out. */
  list: 100,
  /** Steps of one evaluation: nodes visited, elements compared, and 64 characters of text each; some milliseconds. */
  steps: 20_000,
} as const;
