/** Why a custom rule was refused. */
export type CustomRuleErrorCode =
  'invalid-definition' | 'invalid-expression' | 'unknown-name' | 'wrong-type' | 'not-supported' | 'too-large';

/** Where in an expression, counted from 1; a column counts UTF-16 units, as an editor's selection does. */
export interface Place {
  line: number;
  column: number;
}

/** What this package refuses, and where: the rule's id and the place in its expression, as far as they are known. */
export class CustomRuleError extends Error {
  override readonly name = 'CustomRuleError';
  /** The field of the definition that is wrong, where it is one. */
  readonly field: string | undefined;
  constructor(
    readonly code: CustomRuleErrorCode,
    /** What is wrong, without where. */
    readonly summary: string,
    readonly rule?: string,
    readonly place?: Place,
    options?: ErrorOptions & { field?: string },
  ) {
    const where = [
      ...(rule === undefined ? [] : [`rule ${rule}`]),
      ...(place ? [`line ${place.line}, column ${place.column}`] : []),
    ].join(', ');
    super(where === '' ? summary : `${where}: ${summary}`, options);
    this.field = options?.field ?? (place && 'expression');
  }
}

/** Line and column of an offset in a text. */
export function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
