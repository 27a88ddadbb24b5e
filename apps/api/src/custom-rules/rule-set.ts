import { compileRule, CustomRuleError, type Compiled } from '@shoji/custom-rules';
import { driftVersionOf } from '@shoji/drift';
import { escapePaths } from '@shoji/escape';
import { hashDocument } from '@shoji/posture';
import { ruleSet as builtIn } from '@shoji/risk';
import { hostRules, rules, type Rule } from '@shoji/rules';
import type { SavedRule } from './saved-rule.js';

/** A custom rule that judges; where it no longer compiles, one that says `unknown` of everything, and why. */
export interface CustomRuleInForce extends Rule, Compiled {
  version: number;
  problem: string | null;
}

/** The rules that judge: those of this program, and those that people saved. */
export interface RuleSet {
  /** 12 hex digits: verdicts of another version are made again. */
  version: string;
  /** The same of comparisons. */
  driftVersion: string;
  /** Custom rules in force, in the order of their ids. */
  custom: readonly CustomRuleInForce[];
  /** The newest version of every custom rule that there ever was. */
  newest: ReadonlyMap<string, SavedRule>;
}

const taken = new Set([...rules, ...hostRules, ...escapePaths].map(({ id }) => id));

/** Whether this program has a rule or a way out of that id, which parts of a risk would then mix up. */
export const isTaken = (id: string): boolean => taken.has(id);

/**
 * The rule set that comes of what was saved. Its version covers what a verdict holds of a custom rule: a rationale or a
 * fix in other words judges nothing anew.
 */
export function ruleSetOf(newest: ReadonlyMap<string, SavedRule>): RuleSet {
  const saved = [...newest.values()]
    .filter(({ definition, retired }) => !retired && !isTaken(definition.id))
    .sort((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
  const custom = saved.map(inForce);
  const version =
    custom.length === 0
      ? builtIn
      : hashDocument([
          builtIn,
          custom.map(({ id, title, wall, severity, revision, problem }, index) => ({
            ...{ id, title, wall, severity, revision, problem },
            expression: saved[index]?.definition.expression ?? null,
          })),
        ]).slice(0, 12);
  return { version, driftVersion: driftVersionOf(version), custom, newest };
}

const compiled = new WeakMap<SavedRule, CustomRuleInForce>();

function inForce(saved: SavedRule): CustomRuleInForce {
  let rule = compiled.get(saved);
  if (rule === undefined) compiled.set(saved, (rule = compile(saved)));
  return rule;
}

function compile(saved: SavedRule): CustomRuleInForce {
  const { definition, version } = saved;
  try {
    return { ...compileRule(definition), version, problem: null };
  } catch (error) {
    if (!(error instanceof CustomRuleError)) throw error;
    return { ...undecidable(saved, error.message), version, problem: error.message };
  }
}

/** Stands for a rule that was saved by a program that still understood it: not knowing is never safe. */
function undecidable({ definition }: SavedRule, problem: string): Rule & Compiled {
  const { id, title, wall, severity, rationale, fix, expression } = definition;
  const text = `the rule can no longer be judged: ${problem}`;
  const said = { state: 'unknown' as const, evidence: [{ field: 'expression', value: expression, text }] };
  return {
    ...{ id, title, wall, severity, rationale },
    remediation: fix,
    revision: 0,
    references: [],
    fields: [],
    ask: () => ({ ...said, steps: 0 }),
    weigh: () => said,
    judge: () => ({ rule: id, wall, severity, ...said }),
  };
}

/** Steps of custom rules on one container up to which the search for its best changes asks them again. */
const searched = 20_000;

/**
 * The custom rules of a set for one judgement: those to judge by, and then those to search changes with, cheapest first, for
 * the search asks some dozen times. What is left out stays as it was judged: no change is said to mend it.
 */
export function forOneJudgement({ custom }: RuleSet): { judging: Rule[]; searching: () => Rule[] } {
  const costs: { rule: Rule; steps: number }[] = [];
  return {
    judging: custom.map((rule) => ({
      ...rule,
      judge: (subject) => {
        const { state, evidence, steps } = rule.ask(subject);
        costs.push({ rule, steps });
        return { rule: rule.id, wall: rule.wall, severity: rule.severity, state, evidence };
      },
    })),
    searching: () => {
      let left = searched;
      return costs
        .sort((a, b) => a.steps - b.steps)
        .filter(({ steps }) => (left -= steps) >= 0)
        .map(({ rule }) => rule);
    },
  };
}
