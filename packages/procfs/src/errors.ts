/**
 * Text that is not what the kernel prints. `missing-field`: a line or field is absent; `bad-number`: a number is not one
 * or out of range; `truncated`: the text ends inside a line; `malformed`: anything else. The message quotes the text.
 */
export class ProcfsError extends Error {
  override readonly name = 'ProcfsError';
  constructor(
    readonly code: 'missing-field' | 'bad-number' | 'truncated' | 'malformed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const quotedLength = 80;

/** `text` in double quotes for a message: at most 80 characters of it, everything but printable ASCII escaped. */
export function quote(text: string): string {
  const head = text.slice(0, quotedLength).replace(/[^ !#-[\]-~]/g, escapeUnit);
  return text.length > quotedLength ? `"${head}"… (${text.length} characters)` : `"${head}"`;
}

function escapeUnit(unit: string): string {
  if (unit === '\n') return '\\n';
  if (unit === '\t') return '\\t';
  if (unit === '"' || unit === '\\') return `\\${unit}`;
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
