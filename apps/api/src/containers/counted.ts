/**
 * SQL condition over the alias `c`: counts wherever containers, risks or findings are counted. Not the collector's own
 * container, whose reach is how all others are seen.
 */
export const isCounted = `(c.kind IN ('container', 'pod-sandbox') AND NOT c.self)`;
