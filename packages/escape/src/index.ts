export { escapePaths, pathSet } from './catalogue.js';
export { eases, pathStates, stepStates } from './path.js';
export type { Ease, EscapePath, PathState, PathVerdict, Step, StepState } from './path.js';
