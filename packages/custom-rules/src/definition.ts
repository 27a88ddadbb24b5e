import { walls, type Wall } from '@shoji/posture';
import { hostRules, rules, severities, type Severity } from '@shoji/rules';
import { CustomRuleError } from './errors.js';
import { limits } from './limits.js';

/** A custom rule as somebody writes it. */
export interface Definition {
  /** Kebab-case, not that of a built-in rule. */
  id: string;
  title: string;
  /** The wall at which the finding stands. */
  wall: Wall;
  severity: Severity;
  rationale: string;
  /** How to mend it. */
  fix: string;
  /** What must hold, in CEL over `posture`, `host` and `traits`. */
  expression: string;
}

const texts = ['title', 'rationale', 'fix'] as const;
const fields = ['id', ...texts, 'wall', 'severity', 'expression'] as const;
const builtIn = new Set([...rules, ...hostRules].map(({ id }) => id));

/** Takes a definition out of anything. Throws a `CustomRuleError` that names the field. */
export function parseDefinition(given: unknown): Definition {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new CustomRuleError(
      'invalid-definition',
      'a rule is an object with the fields ' + fields.join(', '),
    );
  const taken = given as Record<string, unknown>;
  const id = taken.id;
  if (typeof id !== 'string' || id.length > 100 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw refused('id', `id must be kebab-case, up to 100 characters, not ${quoted(id)}`);
  if (builtIn.has(id)) throw refused('id', 'there is a built-in rule of this id', id);
  const text = (name: (typeof fields)[number], most: number): string => {
    const value = taken[name];
    if (typeof value !== 'string' || value.trim() === '') throw refused(name, `${name} must be a text`, id);
    if (value.length > most)
      throw new CustomRuleError('too-large', `${name} is longer than ${most} characters`, id, undefined, {
        field: name,
      });
    if (value.includes('\0') || !value.isWellFormed())
      throw refused(name, `${name} holds a character that is not text`, id);
    return value;
  };
  const unknown = Object.keys(taken).find((name) => !fields.some((field) => field === name));
  if (unknown !== undefined) throw refused(unknown, `there is no field ${quoted(unknown)}`, id);
  return {
    id,
    title: text('title', 200),
    rationale: text('rationale', limits.text),
    fix: text('fix', limits.text),
    expression: text('expression', limits.expression),
    wall: oneOf('wall', taken.wall, walls, id),
    severity: oneOf('severity', taken.severity, severities, id),
  };
}

function oneOf<T extends string>(name: string, value: unknown, words: readonly T[], id: string): T {
  const word = words.find((known) => known === value);
  if (word === undefined)
    throw refused(name, `${name} must be one of ${words.join(', ')}, not ${quoted(value)}`, id);
  return word;
}

const refused = (field: string, summary: string, rule?: string) =>
  new CustomRuleError('invalid-definition', summary, rule, undefined, { field });

const quoted = (value: unknown): string =>
  value === undefined ? 'absent' : (JSON.stringify(value) ?? typeof value).slice(0, 100);
