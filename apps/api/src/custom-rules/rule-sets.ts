import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ruleSetOf, type RuleSet } from './rule-set.js';
import { savedRuleColumns, toSavedRule, type SavedRule, type SavedRuleRow } from './saved-rule.js';

/** Milliseconds for which the set of a process may be behind what another saved, for those who ask `lately`. */
const recent = 1000;

/** The rule set in force: every process reads it from the database, and so all have the same. */
@Injectable()
export class RuleSets {
  /** As it was when it was last asked for; before that, without custom rules. */
  known: RuleSet = ruleSetOf(new Map());
  private newest = new Map<string, SavedRule>();
  /** Of the newest version of any rule that was read. */
  private serial = 0n;
  private askedAt = 0;

  constructor(private readonly database: Database) {}

  /** As it is now; one statement, which gives nothing where nothing was saved. */
  async current(): Promise<RuleSet> {
    const askedAt = Date.now();
    const rows = await this.database.query<SavedRuleRow & Record<string, unknown>>(
      {
        name: 'custom-rules.since',
        text: `SELECT ${savedRuleColumns} FROM custom_rule WHERE id > $1 ORDER BY id`,
      },
      [this.serial.toString()],
    );
    this.take(rows.map(toSavedRule));
    this.askedAt = askedAt;
    return this.known;
  }

  /** As it was a second ago at the latest: for what the sweep makes good anyway. */
  lately(): Promise<RuleSet> {
    return Date.now() - this.askedAt < recent ? Promise.resolve(this.known) : this.current();
  }

  /** Another call may have read the same meanwhile. */
  private take(saved: readonly SavedRule[]): void {
    const later = saved.filter(({ serial }) => serial > this.serial);
    if (later.length === 0) return;
    for (const rule of later) {
      this.newest.set(rule.definition.id, rule);
      this.serial = rule.serial;
    }
    this.known = ruleSetOf(new Map(this.newest));
  }
}
