import type { Definition } from '@shoji/custom-rules';

/** One version of a custom rule, as it was saved. */
export interface SavedRule {
  /** Grows with every version of any rule. */
  serial: bigint;
  /** From 1. */
  version: number;
  definition: Definition;
  retired: boolean;
  note: string | null;
  savedAt: Date;
  /** `user:NAME` or `token:NAME`. */
  savedBy: string;
}

export interface SavedRuleRow extends Omit<Definition, 'id'> {
  serial: string;
  rule_id: string;
  version: number;
  retired: boolean;
  note: string | null;
  saved_at: Date;
  saved_by: string;
}

/** What `toSavedRule` reads of `custom_rule`. */
export const savedRuleColumns =
  'id AS serial, rule_id, version, title, wall, severity, rationale, fix, expression, retired, note, saved_at, saved_by';

export const toSavedRule = (row: SavedRuleRow): SavedRule => ({
  serial: BigInt(row.serial),
  version: row.version,
  definition: {
    id: row.rule_id,
    title: row.title,
    wall: row.wall,
    severity: row.severity,
    rationale: row.rationale,
    fix: row.fix,
    expression: row.expression,
  },
  retired: row.retired,
  note: row.note,
  savedAt: row.saved_at,
  savedBy: row.saved_by,
});
