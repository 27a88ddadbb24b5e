import type { HostDocument, Subject } from '@shoji/posture';
import { hostRules, rules } from './catalogue.js';
import type { Outcome } from './rule.js';

/** The outcome for one container of every rule on containers, in the order of the catalogue. Pure, never throws on a valid subject. */
export const evaluateRules = (subject: Subject): Outcome[] => rules.map((rule) => rule.judge(subject));

/** The outcome for one host of every rule on hosts, in the order of the catalogue. Pure, never throws on a valid document. */
export const evaluateHost = (host: HostDocument): Outcome[] => hostRules.map((rule) => rule.judge(host));
