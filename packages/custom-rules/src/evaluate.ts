import type { ASTNode } from '@marcbachmann/cel-js';
import { evidenceOf, type Evidence, type Subject } from '@shoji/posture';
import { limits } from './limits.js';
import { factAt, Missing, most, problem } from './missing.js';
import { arithmetic, compared } from './operators.js';
import { costOf, isEqual, isList, matchesGlob, seen, type Value } from './values.js';

/** What an expression says of one container: its value and what decided it, or what it lacks. */
export type Answer = { value: boolean; evidence: Evidence[] } | Missing;

/** A value and where in the documents it stands, `null` where it was computed. */
interface Held {
  value: Value | Missing;
  path: string | null;
}

class OutOfSteps extends Error {}

/**
 * Evaluates a checked expression. `&&`, `||`, `all` and `exists` are decided by a part that decides them alone, in any
 * order, whatever else is missing (cel-spec, "Logical operators"); everything else needs all its parts.
 */
export function evaluate(ast: ASTNode, subject: Subject): { answer: Answer; steps: number } {
  const evaluation = new Evaluation(subject);
  const answer = answerOf(ast, evaluation);
  return { answer, steps: evaluation.steps };
}

function answerOf(ast: ASTNode, evaluation: Evaluation): Answer {
  try {
    const value = evaluation.valueOf(ast);
    if (value instanceof Missing) return value;
    if (typeof value !== 'boolean')
      return problem(ast.input, value, 'the expression is neither true nor false');
    return { value, evidence: evaluation.evidence() };
  } catch (error) {
    if (!(error instanceof OutOfSteps)) throw error;
    return problem('expression', ast.input, `it was not decided within ${limits.steps} steps`);
  }
}

class Evaluation {
  readonly #scope: Map<string, Held>;
  #seen: [field: string, value: Value][] = [];
  /** Spent so far. */
  steps = 0;

  constructor({ posture, host, traits }: Subject) {
    this.#scope = new Map<string, Held>([
      ['posture', { value: posture, path: '' }],
      ['host', { value: host, path: 'host' }],
      ['traits', { value: traits, path: 'traits' }],
    ]);
  }

  /** The facts that decided it, each once. */
  evidence(): Evidence[] {
    return [...new Map(this.#seen)].slice(0, most).map(([field, value]) => evidenceOf(field, plain(value)));
  }

  #spend = (steps: number): void => {
    this.steps += steps;
    if (this.steps > limits.steps) throw new OutOfSteps();
  };

  valueOf(node: ASTNode): Value | Missing {
    this.#spend(1);
    switch (node.op) {
      case 'value':
        return node.args as Value;
      case 'id':
      case '.':
      case '[]': {
        const { value, path } = this.#held(node);
        if (path !== null && !(value instanceof Missing)) this.#seen.push([path, value]);
        return value;
      }
      case 'list':
        return this.#list(node.args);
      case '?:': {
        const [condition, one, other] = node.args;
        const value = this.valueOf(condition);
        if (value instanceof Missing) return value;
        return this.valueOf(value === true ? one : other);
      }
      case '&&':
      case '||':
        return this.#logical(node.op === '||', node.args);
      case '!_':
      case '-_': {
        const value = this.valueOf(node.args);
        if (value instanceof Missing) return value;
        if (node.op === '!_' && typeof value === 'boolean') return !value;
        if (typeof value === 'bigint') return arithmetic('-', 0n, value, this.#spend);
        return this.#undecided(node, value);
      }
      case 'call': {
        const [name, [argument]] = node.args;
        if (argument === undefined) return this.#undecided(node, null);
        return name === 'has' ? this.#has(argument) : this.#size(argument);
      }
      case 'rcall':
        return this.#method(node, node.args);
      case '.?':
      case '[?]':
      case 'map':
        return this.#undecided(node, null);
      default:
        return this.#binary(node, node.op, node.args);
    }
  }

  /** A variable, or a part of something, with its place. */
  #held(node: ASTNode): Held {
    this.#spend(1);
    if (node.op === 'id') return this.#scope.get(node.args) ?? { value: null, path: null };
    if (node.op === '.') return this.#part(node, this.#held(node.args[0]), node.args[1]);
    if (node.op !== '[]') return { value: this.valueOf(node), path: null };
    const of = this.#held(node.args[0]);
    const key = this.valueOf(node.args[1]);
    return key instanceof Missing ? { value: key, path: null } : this.#part(node, of, key);
  }

  #part(node: ASTNode, { value, path }: Held, key: Value): Held {
    if (value instanceof Missing) return { value, path };
    const field = node.op === '.' && path !== null ? joined(path, word(key)) : `${path ?? ''}[${word(key)}]`;
    const named = path === null ? textOf(node) : field;
    const place = path === null ? null : field;
    if (isList(value)) {
      const index = typeof key === 'bigint' ? Number(key) : -1;
      return index >= 0 && index < value.length
        ? { value: seen(value[index]), path: place }
        : { value: problem(named, null, 'there is no such element'), path: place };
    }
    if (value === null || typeof value !== 'object' || typeof key !== 'string')
      return {
        value: problem(named, plain(value), 'nothing has this part'),
        path: place,
      };
    const part = Object.hasOwn(value, key) ? value[key] : undefined;
    if (part === undefined && node.op === '[]')
      return { value: problem(named, null, 'there is no such entry'), path: place };
    const fact = factAt(named, part);
    return { value: fact instanceof Missing ? fact : seen(fact), path: place };
  }

  #list(nodes: readonly ASTNode[]): Value | Missing {
    let missing: Missing | undefined;
    const items: Value[] = [];
    for (const node of nodes) {
      const item = this.valueOf(node);
      if (item instanceof Missing) missing = missing ? missing.and(item) : item;
      else items.push(item);
    }
    return missing ?? items;
  }

  /** `decisive` is the value of one part that decides the whole. */
  #logical(decisive: boolean, parts: readonly ASTNode[]): Value | Missing {
    const before = this.#seen.length;
    let missing: Missing | undefined;
    for (const part of parts) {
      const start = this.#seen.length;
      const given = this.valueOf(part);
      const value =
        given instanceof Missing || typeof given === 'boolean' ? given : this.#undecided(part, given);
      if (value === decisive) {
        this.#seen = [...this.#seen.slice(0, before), ...this.#seen.slice(start)];
        return value;
      }
      if (value instanceof Missing) missing = missing ? missing.and(value) : value;
    }
    return missing ?? !decisive;
  }

  #binary(node: ASTNode, operator: string, [left, right]: readonly [ASTNode, ASTNode]): Value | Missing {
    const [a, b] = [this.valueOf(left), this.valueOf(right)];
    if (a instanceof Missing) return b instanceof Missing ? a.and(b) : a;
    if (b instanceof Missing) return b;
    if (operator === '==' || operator === '!=') return isEqual(a, b, this.#spend) === (operator === '==');
    if (operator === 'in') {
      if (isList(b)) return b.some((item) => isEqual(a, item, this.#spend));
      if (b !== null && typeof b === 'object' && typeof a === 'string') return Object.hasOwn(b, a);
      return this.#undecided(node, b);
    }
    const value = '+-*/%'.includes(operator)
      ? arithmetic(operator, a, b, this.#spend)
      : compared(operator, a, b, this.#spend);
    if (value !== null) return value;
    if (a === null || b === null) return this.#undecided(a === null ? left : right, null);
    return this.#undecided(node, b);
  }

  /** Whether this host has the fact: what could not be read may be there. */
  #has(node: ASTNode): boolean | Missing {
    const { value, path } = this.#held(node);
    if (!(value instanceof Missing)) {
      if (path !== null) this.#seen.push([path, value]);
      return value !== null;
    }
    if (value.unreadable) return value;
    for (const [field, { value: why }] of value.facts) this.#seen.push([field, seen(why)]);
    return false;
  }

  #size(node: ASTNode): Value | Missing {
    const value = this.valueOf(node);
    if (value instanceof Missing) return value;
    if (isList(value)) return BigInt(value.length);
    if (typeof value === 'string') {
      this.#spend(costOf(value));
      return BigInt([...value].length);
    }
    if (value === null || typeof value !== 'object') return this.#undecided(node, value);
    return BigInt(Object.keys(value).length);
  }

  #method(
    node: ASTNode,
    [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  ): Value | Missing {
    if (name === 'size') return this.#size(receiver);
    const [first, body] = args;
    if (body !== undefined && first?.op === 'id') return this.#each(name, receiver, first.args, body);
    if (first === undefined) return this.#undecided(node, null);
    const [text, part] = [this.valueOf(receiver), this.valueOf(first)];
    if (text instanceof Missing) return part instanceof Missing ? text.and(part) : text;
    if (part instanceof Missing) return part;
    if (typeof text !== 'string' || typeof part !== 'string')
      return this.#undecided(typeof text === 'string' ? first : receiver, null);
    this.#spend(costOf(text) + costOf(part));
    switch (name) {
      case 'contains':
        return text.includes(part);
      case 'startsWith':
        return text.startsWith(part);
      case 'endsWith':
        return text.endsWith(part);
      default:
        return matchesGlob(text, part, this.#spend);
    }
  }

  /** `all`, `exists`, `exists_one`, `filter` and `map` over the elements of a list or the names of a table. */
  #each(name: string, receiver: ASTNode, variable: string, body: ASTNode): Value | Missing {
    const { value, path } = this.#held(receiver);
    if (value instanceof Missing) return value;
    if (value === null || typeof value !== 'object') return this.#undecided(receiver, value);
    const items = isList(value) ? value : Object.keys(value);
    const decisive = name === 'exists' ? true : name === 'all' ? false : undefined;
    const start = this.#seen.length;
    const outer = this.#scope.get(variable);
    let missing: Missing | undefined;
    const kept: Value[] = [];
    let decided = false;
    for (const [index, raw] of items.entries()) {
      const item = seen(raw);
      this.#seen.length = start;
      this.#scope.set(variable, {
        value: item,
        path: path !== null && isList(value) ? `${path}[${index}]` : null,
      });
      const given = this.valueOf(body);
      if (given instanceof Missing) missing = missing ? missing.and(given) : given;
      else if (name === 'map') kept.push(given);
      else if (typeof given !== 'boolean') {
        const wrong = this.#undecided(body, given);
        missing = missing ? missing.and(wrong) : wrong;
      } else if (given === decisive) {
        decided = true;
        break;
      } else if (given) kept.push(item);
    }
    if (outer) this.#scope.set(variable, outer);
    else this.#scope.delete(variable);
    if (decided && decisive !== undefined) return decisive;
    this.#seen.length = start;
    if (path !== null) this.#seen.push([path, value]);
    if (missing) return missing;
    if (decisive !== undefined) return !decisive;
    return name === 'exists_one' ? kept.length === 1 : kept;
  }

  /** A part whose value the operation around it cannot take. */
  #undecided(node: ASTNode, value: Value): Missing {
    const { start, end } = node;
    const path = node.input.slice(start, end).replace(/^posture\./, '');
    return problem(
      path,
      plain(value),
      value === null ? 'is null here, which has no order or parts' : 'has no such value',
    );
  }
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const word = (key: Value): string => (typeof key === 'object' ? '…' : String(key));
const textOf = ({ input, start, end }: ASTNode): string => input.slice(start, end);

/** As JSON has it: integers of CEL within a document were numbers. */
const plain = (value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : isList(value) ? value.map(plain) : value;
