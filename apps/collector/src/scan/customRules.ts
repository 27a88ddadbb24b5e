import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { compileRules, CustomRuleError, type CustomRule } from '@shoji/custom-rules';

/** A file of custom rules that cannot be used; the message names the file, and the rule and place in it. */
export class RulesFileError extends Error {
  override readonly name = 'RulesFileError';
}

/** Bytes; a list of as many rules as may be takes less. */
const longest = 2 ** 20;

/** Reads and compiles a file of custom rules: a JSON list. Throws a `RulesFileError`. */
export function readCustomRules(file: string): CustomRule[] {
  try {
    return compileRules(JSON.parse(textOf(file)));
  } catch (error) {
    if (error instanceof CustomRuleError || error instanceof SyntaxError || isSystemError(error))
      throw new RulesFileError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

function textOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new RulesFileError(`${file}: not a regular file`);
    if (stat.size > longest) throw new RulesFileError(`${file}: longer than ${longest} bytes`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error;
