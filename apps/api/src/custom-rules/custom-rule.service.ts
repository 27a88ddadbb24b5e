import { Injectable } from '@nestjs/common';
import { sharedJudgements } from '../containers/counted.js';
import { Database } from '../database/database.js';
import type { CustomRule, CustomRuleCounts, CustomRuleVersion } from './custom-rule.model.js';
import { isTaken, type RuleSet } from './rule-set.js';
import { RuleSets } from './rule-sets.js';
import { savedRuleColumns, toSavedRule, type SavedRule, type SavedRuleRow } from './saved-rule.js';

/** Versions of one rule that are shown, newest first. */
const versionsShown = 100;

/** Custom rules as people read them. */
@Injectable()
export class CustomRuleService {
  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
  ) {}

  /** Those in force by id, then those that are retired. */
  async list(): Promise<CustomRule[]> {
    const ruleSet = await this.ruleSets.current();
    return [...ruleSet.newest.values()]
      .sort((a, b) => Number(a.retired) - Number(b.retired) || (a.definition.id < b.definition.id ? -1 : 1))
      .map((saved) => toCustomRule(saved, ruleSet));
  }

  async byId(id: string): Promise<CustomRule | null> {
    const ruleSet = await this.ruleSets.current();
    const saved = ruleSet.newest.get(id);
    return saved === undefined ? null : toCustomRule(saved, ruleSet);
  }

  /** For each rule its versions, newest first. */
  async versions(ids: readonly string[]): Promise<CustomRuleVersion[][]> {
    const rows = await this.database.query<SavedRuleRow & Record<string, unknown>>(
      `SELECT ${savedRuleColumns} FROM unnest($1::text[]) AS asked (rule), LATERAL (
         SELECT * FROM custom_rule WHERE rule_id = asked.rule ORDER BY version DESC LIMIT $2) v`,
      [[...new Set(ids)], versionsShown],
    );
    const byRule = Map.groupBy(rows.map(toSavedRule), ({ definition }) => definition.id);
    return ids.map((id) => (byRule.get(id) ?? []).sort((a, b) => b.version - a.version).map(toVersion));
  }

  /** For each rule what it comes to among the containers that run, once a distinct judgement. */
  async counts(ids: readonly string[]): Promise<CustomRuleCounts[]> {
    const rows = await this.database.query<{ id: string; state: string; n: number }>(
      `WITH ${sharedJudgements}
       SELECT o.rule_id AS id, o.state, sum(s.n)::int AS n FROM shared s JOIN outcome o ON o.judgement_id = s.judgement_id
       WHERE o.rule_id = ANY ($1::text[]) GROUP BY 1, 2`,
      [ids],
    );
    return ids.map((id) => {
      const of = (state: string) => rows.find((row) => row.id === id && row.state === state)?.n ?? 0;
      return {
        fail: of('fail'),
        unknown: of('unknown'),
        pass: of('pass'),
        notApplicable: of('not-applicable'),
      };
    });
  }
}

const toVersion = ({
  definition,
  version,
  retired,
  note,
  savedAt,
  savedBy,
}: SavedRule): CustomRuleVersion => {
  const { id: _, ...said } = definition;
  return { version, ...said, retired, note, savedAt, savedBy };
};

function toCustomRule(saved: SavedRule, { custom }: RuleSet): CustomRule {
  const { id } = saved.definition;
  const problem = isTaken(id)
    ? 'the server now has a rule or a way out of this id: save it under another one'
    : (custom.find((rule) => rule.id === id)?.problem ?? null);
  return { id, newest: toVersion(saved), problem: saved.retired ? null : problem };
}
