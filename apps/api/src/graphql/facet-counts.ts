import type { Database } from '../database/database.js';
import type { Parameters } from './parameters.js';

/** Joins the host groups that the host of the container `c` is in: `m.name`, a row for each. */
export const joinHostGroups = 'JOIN host_group_member m ON m.host_id = c.host_id';

/** How many rows have each value of an expression, most frequent first; `from` is the clause with its word. */
export async function countBy(
  database: Database,
  { value, from, where, limit }: { value: string; from: string; where: string; limit: number },
  { values }: Parameters,
): Promise<Map<string, number>> {
  const rows = await database.query<{ value: string; n: number }>(
    `SELECT value, count(*)::int AS n FROM (SELECT ${value} AS value ${from} WHERE ${where}) AS found
     WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT ${limit}`,
    values,
  );
  return new Map(rows.map((row) => [row.value, row.n]));
}

/** The counts of these values, in their order; what nothing has is left out. */
export const countsOf = <K extends string>(
  counts: ReadonlyMap<string, number>,
  values: readonly K[],
): { value: K; count: number }[] =>
  values.flatMap((value) => {
    const count = counts.get(value);
    return count === undefined ? [] : [{ value, count }];
  });
