export { compileRule, compileRules, type CustomRule } from './rule.js';
export { limits } from './limits.js';
export { CustomRuleError, type CustomRuleErrorCode } from './errors.js';
export type { Definition } from './definition.js';
