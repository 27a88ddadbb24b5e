export { changeDirections } from './change.js';
export type { Change, ChangeDirection, State } from './change.js';
export { driftBetween } from './drift.js';
export type { Drift } from './drift.js';
export { causeOf, causes } from './cause.js';
export type { Cause, Circumstances } from './cause.js';
export { workloadOf, workloadSchemes } from './workload.js';
export type { Workload, WorkloadScheme } from './workload.js';
