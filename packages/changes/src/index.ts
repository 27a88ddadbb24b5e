export { changes, changeSet } from './catalogue.js';
export { efforts, remedyPlaces } from './change.js';
export type { Change, Effort, Remedies, Remedy, RemedyPlace } from './change.js';
