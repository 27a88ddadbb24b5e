import { hashDocument } from '@shoji/posture';
import { changeSet } from '@shoji/changes';
import { pathSet } from '@shoji/escape';
import { ruleSet as catalogue } from '@shoji/rules';
import { bands, findingWeights, pathWeights } from './weights.js';

/** Grows when walls, parts, score, best changes or plan come from the same outcomes in another way. */
const revision = 3;

/**
 * Version of all that a judgement rests on, 12 hex digits: rules, ways out, changes, weights and the way from one to the other.
 * Judgements stored under another version are made again.
 */
export const ruleSet: string = hashDocument([
  catalogue,
  pathSet,
  changeSet,
  JSON.stringify([findingWeights, pathWeights, bands]),
  revision,
]).slice(0, 12);
