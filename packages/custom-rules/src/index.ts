export { compileExpression, compileRule, compileRules, type Compiled, type CustomRule } from './rule.js';
export { limits } from './limits.js';
export { CustomRuleError, type CustomRuleErrorCode, type Place } from './errors.js';
export { parseDefinition, type Definition } from './definition.js';
