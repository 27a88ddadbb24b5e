import type { ASTNode } from '@marcbachmann/cel-js';
import type { Evidence, Subject } from '@shoji/posture';
import type { Outcome, OutcomeState, Rule } from '@shoji/rules';
import { checked } from './check.js';
import { parseDefinition, type Definition } from './definition.js';
import { CustomRuleError } from './errors.js';
import { evaluate } from './evaluate.js';
import { fieldsOf } from './fields.js';
import { limits } from './limits.js';
import { Missing } from './missing.js';

/** Grows when the same expression says something else of the same container. */
const revision = 1;

/** An expression, ready to be asked of containers. */
export interface Compiled {
  /** Paths of the facts that it may read. */
  fields: readonly string[];
  /** What it says of one container, and the steps that took. */
  ask: (subject: Subject) => { state: OutcomeState; evidence: Evidence[]; steps: number };
}

/** A custom rule, to be judged like a built-in one. */
export interface CustomRule extends Rule, Compiled {
  definition: Definition;
}

/** Compiles an expression alone; `id` is how its errors name it. Throws a `CustomRuleError` with the place. */
export function compileExpression(expression: string, id?: string): Compiled {
  const ast = checked(expression, id);
  const fields = fieldsOf(ast);
  if (fields.length === 0) throw new CustomRuleError('not-supported', 'the expression reads no fact', id);
  return { fields, ask: (subject) => standing(ast, subject) };
}

/** Compiles one definition, whatever it is. Throws a `CustomRuleError` that says what is wrong, and where. */
export function compileRule(given: unknown): CustomRule {
  const definition = parseDefinition(given);
  const { fix, expression, ...description } = definition;
  const { id, wall, severity } = description;
  const compiled = compileExpression(expression, id);
  const weigh = (subject: Subject) => {
    const { state, evidence } = compiled.ask(subject);
    return { state, evidence };
  };
  return {
    ...description,
    ...compiled,
    remediation: fix,
    revision,
    references: [],
    definition,
    weigh,
    judge: (subject): Outcome => ({ rule: id, wall, severity, ...weigh(subject) }),
  };
}

/** Compiles a list of definitions with ids of their own, whatever it is. Throws a `CustomRuleError`. */
export function compileRules(given: unknown): CustomRule[] {
  if (!Array.isArray(given)) throw new CustomRuleError('invalid-definition', 'not a list of rules');
  if (given.length > limits.rules)
    throw new CustomRuleError('too-large', `there are more than ${limits.rules} rules`);
  const compiled: CustomRule[] = given.map(compileRule);
  const twice = compiled.find(({ id }, index) => compiled.findIndex((rule) => rule.id === id) < index);
  if (twice) throw new CustomRuleError('invalid-definition', 'there are two rules of this id', twice.id);
  return compiled;
}

function standing(ast: ASTNode, subject: Subject): ReturnType<Compiled['ask']> {
  const { answer, steps } = evaluate(ast, subject);
  if (answer instanceof Missing)
    return {
      state: answer.unreadable ? 'unknown' : 'not-applicable',
      evidence: [...answer.facts.values()],
      steps,
    };
  return { state: answer.value ? 'pass' : 'fail', evidence: answer.evidence, steps };
}
