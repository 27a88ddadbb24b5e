import type { CursorKind, CursorValue } from './cursor.js';
import type { Parameters } from './parameters.js';

/** One column of a sort key: SQL expression, its type, and which way it runs. Nulls come last ascending, first descending. */
export interface SortColumn {
  expression: string;
  type: 'text' | 'uuid' | 'float4' | 'float8' | 'timestamptz' | 'int' | 'bigint';
  kind: CursorKind;
  descending: boolean;
}

/** `ORDER BY` of a sort key. */
export const orderBy = (columns: readonly SortColumn[]): string =>
  columns.map(({ expression, descending }) => `${expression} ${descending ? 'DESC' : 'ASC'}`).join(', ');

/**
 * Condition for the rows behind the one with the given key: keyset paging, so that rows which come or go before it
 * neither repeat nor skip any (`a >= x AND (a > x OR b > y …)`).
 */
export function behind(
  columns: readonly SortColumn[],
  key: readonly CursorValue[],
  parameters: Parameters,
): string {
  const [column, ...rest] = columns;
  const [value = null, ...others] = key;
  if (column === undefined) return 'false';
  const { expression, type, descending } = column;
  const next = behind(rest, others, parameters);
  if (value === null)
    return descending
      ? `(${expression} IS NOT NULL OR (${expression} IS NULL AND ${next}))`
      : `(${expression} IS NULL AND ${next})`;
  const placeholder = `${parameters.add(value)}::${type}`;
  const after = descending ? '<' : '>';
  if (column.kind.endsWith('?') && !descending)
    return `(${expression} > ${placeholder} OR ${expression} IS NULL OR (${expression} = ${placeholder} AND ${next}))`;
  // Its first half is what an index can begin at.
  return `(${expression} ${after}= ${placeholder} AND (${expression} ${after} ${placeholder} OR ${next}))`;
}
