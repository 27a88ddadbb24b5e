import liqe, { type LiteralExpressionToken, type ParserAst, type TagToken } from 'liqe';
import { ApiError } from '../graphql/errors.js';
import type { Parameters } from '../graphql/parameters.js';

const columns = {
  name: 'c.name',
  image: "coalesce(c.image_reference, '')",
  host: 'h.name',
  runtime: 'c.runtime',
} as const;
const fields = [...Object.keys(columns), 'group', 'risk'];
const free = [columns.name, columns.image, columns.host];
const lengthLimit = 500;

/**
 * SQL condition of a search over the aliases `c` (container), `h` (host) and `j` (judgement): free words match name, image or host,
 * `name: image: host: runtime:` one of them, `group:` a group of the host, `risk:>70` and `risk:[10 TO 20]` the score. All words must match, without
 * regard to case; `-word`, AND, OR, NOT, parentheses and "quoted words" as in Lucene. `null` where nothing is asked.
 * @throws {ApiError} `BAD_USER_INPUT` that says where and why.
 */
export function searchCondition(search: string | null | undefined, parameters: Parameters): string | null {
  const text = search?.trim() ?? '';
  if (text === '') return null;
  if (text.length > lengthLimit) throw refuse(`it has more than ${lengthLimit} characters`);
  if (text.includes('\0') || !text.isWellFormed()) throw refuse('it holds a character that is not text');
  return condition(parse(text), parameters);
}

const refuse = (why: string) => new ApiError('BAD_USER_INPUT', `The search cannot be read: ${why}.`);

function parse(text: string): ParserAst {
  try {
    return liqe.parse(quoteWords(text));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw refuse(syntaxProblem(text));
  }
}

/** liqe's own positions are those of the text after `quoteWords`, so the likely cause is named instead. */
function syntaxProblem(text: string): string {
  const unquoted = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
  if (unquoted.includes('"')) return 'a quotation mark is not closed';
  const depth = [...unquoted].reduce((n, c) => n + (c === '(' ? 1 : c === ')' ? -1 : 0), 0);
  if (depth !== 0)
    return depth > 0 ? 'a parenthesis is not closed' : 'a parenthesis closes that was not opened';
  if (/(^|\s)(AND|OR|NOT)\s*$/.test(unquoted)) return 'a word is missing at its end';
  return 'an operator has nothing to work on';
}

const wordPattern =
  /"(?:[^"\\]|\\.)*"|([-(]*)((?:(?:name|image|host|runtime|group|risk):)?)("(?:[^"\\]|\\.)*"|[[{][^\]}]*[\]}]|[^\s()]+)/g;

/**
 * Quotes every word that liqe would take for syntax: image references carry `/`, `:` and `@`, and people paste them as
 * they are.
 */
function quoteWords(text: string): string {
  return text.replace(
    wordPattern,
    (whole, prefix: string | undefined, field: string, value: string | undefined) => {
      if (prefix === undefined || value === undefined || value.startsWith('"')) return whole;
      if (field === 'risk:' || (field === '' && /^(AND|OR|NOT)$/.test(value))) return whole;
      return `${prefix}${field}"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    },
  );
}

function condition(ast: ParserAst, parameters: Parameters): string {
  switch (ast.type) {
    case 'EmptyExpression':
      return 'true';
    case 'ParenthesizedExpression':
      return condition(ast.expression, parameters);
    case 'UnaryOperator':
      return `NOT coalesce(${condition(ast.operand, parameters)}, false)`;
    case 'LogicalExpression':
      return `(${condition(ast.left, parameters)} ${ast.operator.operator} ${condition(ast.right, parameters)})`;
    case 'Tag':
      return tag(ast, parameters);
  }
}

function tag(ast: TagToken, parameters: Parameters): string {
  if (ast.field.type === 'Field' && ast.field.name === 'risk') return risk(ast, parameters);
  const word = literal(ast);
  if (ast.field.type === 'ImplicitField') return like(free, word, parameters);
  if (ast.field.name === 'group')
    return `EXISTS (SELECT FROM host_group_member m WHERE m.host_id = h.id AND ${like(['m.name'], word, parameters)})`;
  const column = columns[ast.field.name as keyof typeof columns] as string | undefined;
  if (column === undefined)
    throw refuse(`there is no field "${ast.field.name}"; fields are ${fields.join(', ')}`);
  return like([column], word, parameters);
}

function literal({ expression, operator }: TagToken): LiteralExpressionToken['value'] {
  if (expression.type !== 'LiteralExpression' || operator?.operator === ':>' || operator?.operator === ':<')
    throw refuse('only `risk` can be compared or given a range');
  return expression.value;
}

/** `*` stands for anything; `%`, `_` and `\` for themselves. */
function like(of: readonly string[], word: LiteralExpressionToken['value'], parameters: Parameters): string {
  const escaped = String(word)
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%');
  const pattern = parameters.add(`%${escaped}%`);
  return `(${of.map((column) => `${column} ILIKE ${pattern}`).join(' OR ')})`;
}

const comparisons: Record<string, string> = {
  ':': '=',
  ':=': '=',
  ':>': '>',
  ':>=': '>=',
  ':<': '<',
  ':<=': '<=',
};

function risk({ expression, operator }: TagToken, parameters: Parameters): string {
  if (expression.type === 'RangeExpression') {
    const { min, max, minInclusive, maxInclusive } = expression.range;
    return `(j.score >${minInclusive ? '=' : ''} ${parameters.add(min)}::float8 AND j.score <${maxInclusive ? '=' : ''} ${parameters.add(max)}::float8)`;
  }
  const value = expression.type === 'LiteralExpression' ? Number(expression.value) : NaN;
  if (!Number.isFinite(value) || (expression.type === 'LiteralExpression' && expression.value === null))
    throw refuse('`risk:` takes a number, as in risk:>70');
  // The score is a fraction; asking for equality means the whole number that is shown.
  const comparison = comparisons[operator.operator] ?? '=';
  const column = comparison === '=' ? 'round(j.score::numeric)' : 'j.score';
  return `${column} ${comparison} ${parameters.add(value)}::float8`;
}
