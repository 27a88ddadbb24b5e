export { rules, ruleSet } from './catalogue.js';
export { evaluateRules } from './evaluate.js';
export { outcomeStates, severities } from './rule.js';
export type { Evidence, Json, Outcome, OutcomeState, Rule, Severity, Subject } from './rule.js';
