export { rules, ruleSet } from './catalogue.js';
export { evaluateRules } from './evaluate.js';
export { outcomeStates, severities } from './rule.js';
export type { Outcome, OutcomeState, Rule, Severity } from './rule.js';
