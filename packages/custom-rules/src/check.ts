import { ParseError, TypeError as CelTypeError, type ASTNode } from '@marcbachmann/cel-js';
import { celEnvironment } from './environment.js';
import { CustomRuleError, placeOf, type CustomRuleErrorCode } from './errors.js';
import { partsOf } from './fields.js';
import { limits } from './limits.js';

/** Parses and types an expression that must be a bool. Throws a `CustomRuleError` with its place. */
export function checked(expression: string, rule?: string): ASTNode {
  const refuse = (code: CustomRuleErrorCode, summary: string, offset = 0, cause?: unknown) =>
    new CustomRuleError(code, summary, rule, placeOf(expression, offset), { cause });
  if (expression.length > limits.expression)
    throw refuse('too-large', `the expression is longer than ${limits.expression} characters`);
  let ast: ASTNode;
  try {
    const parsed = celEnvironment().parse(expression);
    ast = parsed.ast;
    const supported = unsupported(ast);
    if (supported) throw refuse('not-supported', supported.why, supported.node.start);
    const { valid, type, error } = parsed.check();
    if (!valid) throw error ?? refuse('invalid-expression', 'it cannot be typed');
    if (type !== 'bool')
      throw refuse('wrong-type', `the expression must say true or false, but it is of type ${type ?? 'dyn'}`);
  } catch (error) {
    if (!(error instanceof ParseError || error instanceof CelTypeError)) throw error;
    throw refuse(codeOf(error), said(error.summary), error.range?.start, error);
  }
  return ast;
}

const codeOf = ({ code, name }: ParseError | CelTypeError): CustomRuleErrorCode =>
  code === 'limit_exceeded'
    ? 'too-large'
    : code === 'no_such_key' || code === 'unknown_variable'
      ? 'unknown-name'
      : name === 'ParseError'
        ? 'invalid-expression'
        : 'wrong-type';

const said = (summary: string): string => summary.replace(/^No such key: /, 'there is no field ');

const functions = new Set(['has', 'size']);
const methods = new Set([
  ...['all', 'exists', 'exists_one', 'filter', 'map'],
  ...['contains', 'endsWith', 'glob', 'size', 'startsWith'],
]);

/** The first node that is CEL, but that a rule may not use. */
function unsupported(node: ASTNode): { node: ASTNode; why: string } | null {
  const why = refusal(node);
  if (why !== null) return { node, why };
  for (const part of partsOf(node)) {
    const found = unsupported(part);
    if (found) return found;
  }
  return null;
}

function refusal(node: ASTNode): string | null {
  switch (node.op) {
    case 'value':
      return node.args === null || ['bigint', 'boolean', 'string'].includes(typeof node.args)
        ? null
        : 'only whole numbers, texts, true, false and null can be written';
    case '.?':
    case '[?]':
    case 'map':
      return 'maps and optional values cannot be written';
    case 'call': {
      const [name] = node.args;
      return functions.has(name)
        ? null
        : `there is no function ${name}; there are ${[...functions].join(', ')}`;
    }
    case 'rcall': {
      const [name, , args] = node.args;
      if (name === 'matches')
        return 'regular expressions are not taken, for one can take forever; glob("/etc/*") is';
      if (!methods.has(name)) return `there is no method ${name}; there are ${[...methods].join(', ')}`;
      return name === 'map' && args.length !== 2 ? 'map takes a name and an expression' : null;
    }
    default:
      return null;
  }
}
