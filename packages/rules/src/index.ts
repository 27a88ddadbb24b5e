export { hostRules, rules, ruleSet } from './catalogue.js';
export { evaluateHost, evaluateRules } from './evaluate.js';
export { outcomeStates, severities } from './rule.js';
export type { HostRule } from './host-rule.js';
export type { Outcome, OutcomeState, Rule, RuleDescription, Severity } from './rule.js';
export { controlState, controlStates, isAssessed, stateOver } from './frameworks/framework.js';
export type {
  AssessedControl,
  Control,
  ControlState,
  ControlSubject,
  Framework,
} from './frameworks/framework.js';
export { frameworks } from './frameworks/frameworks.js';
