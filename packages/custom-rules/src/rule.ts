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

/** A custom rule, to be judged like a built-in one. */
export interface CustomRule extends Rule {
  definition: Definition;
}

/** Compiles one definition, whatever it is. Throws a `CustomRuleError` that says what is wrong, and where. */
export function compileRule(given: unknown): CustomRule {
  const definition = parseDefinition(given);
  const { fix, expression, ...description } = definition;
  const { id, wall, severity } = description;
  const ast = checked(expression, id);
  const fields = fieldsOf(ast);
  if (fields.length === 0) throw new CustomRuleError('not-supported', 'the expression reads no fact', id);
  const weigh = (subject: Subject) => standing(ast, subject);
  return {
    ...description,
    remediation: fix,
    revision: 1,
    references: [],
    fields,
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

function standing(ast: ASTNode, subject: Subject): { state: OutcomeState; evidence: Evidence[] } {
  const answer = evaluate(ast, subject);
  if (answer instanceof Missing)
    return { state: answer.unreadable ? 'unknown' : 'not-applicable', evidence: [...answer.facts.values()] };
  return { state: answer.value ? 'pass' : 'fail', evidence: answer.evidence };
}
