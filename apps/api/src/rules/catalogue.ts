import { hostRules, rules, type RuleDescription } from '@shoji/rules';
import type { RuleSubject, Severity, WallName } from '../graphql/enums.js';
import type { Rule } from './rule.model.js';

/** The rules of this process, as GraphQL shows them. */
export const catalogue: Rule[] = [
  ...rules.map((rule) => described(rule, 'container')),
  ...hostRules.map((rule) => described(rule, 'host')),
];

function described(rule: RuleDescription, about: RuleSubject): Rule {
  return {
    id: rule.id,
    about,
    wall: rule.wall,
    severity: rule.severity,
    title: rule.title,
    rationale: rule.rationale,
    remediation: rule.remediation,
    references: [...rule.references],
  };
}

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The rule of an outcome, also of one that an older or newer rule set wrote and this one does not know. */
export const ruleOf = (id: string, { severity, wall }: { severity: Severity; wall: WallName }): Rule =>
  byId.get(id) ?? {
    id,
    about: 'container',
    wall,
    severity,
    title: id,
    rationale: 'This rule is not part of the rule set that the server runs now.',
    remediation: '',
    references: [],
  };
