/**
 * SQL condition over the alias `c`: counts wherever containers, risks or findings are counted. Not the collector's own
 * container, whose reach is how all others are seen.
 */
export const isCounted = `(c.kind IN ('container', 'pod-sandbox') AND NOT c.self)`;

/**
 * Judgements of what runs with the number of containers that share each (`shared`: `judgement_id`, `n`): a fleet has few
 * distinct judgements, so what they hold is unfolded once a judgement and not once a container.
 */
export const sharedJudgements = `shared AS MATERIALIZED (
  SELECT c.judgement_id, count(*)::int AS n FROM container c
  WHERE c.state = 'running' AND ${isCounted} GROUP BY c.judgement_id)`;
