import type { Answer } from '../path.js';

/** Of answers about several things, any one of which is enough to get through, the one that lets somebody come furthest. */
export const weakest = (answers: readonly Answer[]): Answer | undefined =>
  answers.find(({ state }) => state === 'pierce') ??
  answers.find(({ state }) => state === 'unknown') ??
  answers[0];
