import { hostRules, rules, type RuleDescription } from '@shoji/rules';
import type { RuleSet } from '../custom-rules/rule-set.js';
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
    custom: false,
  };
}

const byId = new Map(catalogue.map((rule) => [rule.id, rule]));

/** The custom rules in force, in the order of their ids. */
export const customRulesOf = ({ custom, newest }: RuleSet): Rule[] =>
  custom.flatMap(({ id }) => customRule(id, newest) ?? []);

/** A custom rule in its newest words, also one that is retired. */
function customRule(id: string, newest: RuleSet['newest']): Rule | undefined {
  const definition = newest.get(id)?.definition;
  if (definition === undefined) return undefined;
  const { title, wall, severity, rationale, fix: remediation } = definition;
  return {
    id,
    about: 'container',
    wall,
    severity,
    title,
    rationale,
    remediation,
    references: [],
    custom: true,
  };
}

/** The rule of an outcome, also of one that an older or newer rule set wrote and this one does not know. */
export const ruleOf = (
  id: string,
  { severity, wall }: { severity: Severity; wall: WallName },
  { newest }: Pick<RuleSet, 'newest'>,
): Rule =>
  byId.get(id) ??
  customRule(id, newest) ?? {
    id,
    about: 'container',
    wall,
    severity,
    title: id,
    rationale: 'This rule is not part of the rule set that the server runs now.',
    remediation: '',
    references: [],
    custom: false,
  };
