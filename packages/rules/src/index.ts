export { hostRules, rules, ruleSet } from './catalogue.js';
export { evaluateHost, evaluateRules } from './evaluate.js';
export { outcomeStates, severities } from './rule.js';
export type { HostRule } from './host-rule.js';
export type { Outcome, OutcomeState, Rule, RuleDescription, Severity } from './rule.js';
