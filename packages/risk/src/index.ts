export { improvementOf } from './best-changes.js';
export type { BestChange, Improvement } from './best-changes.js';
export { judge, riskOf } from './judge.js';
export type { Judgement, Risk } from './judge.js';
export { ruleSet } from './rule-set.js';
export { openness, type RiskPart } from './score.js';
export { wallStatuses, type WallState, type WallStatus } from './walls.js';
export { bands, findingWeights, pathWeights, type Band } from './weights.js';
export type { Plan, PlanStep } from './plan.js';
