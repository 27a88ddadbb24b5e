import type { Subject } from '@shoji/posture';
import { rules } from './catalogue.js';
import type { Outcome } from './rule.js';

/** Every rule's outcome for one container, in the order of the catalogue. Pure, never throws on a valid subject. */
export const evaluateRules = (subject: Subject): Outcome[] => rules.map((rule) => rule.judge(subject));
