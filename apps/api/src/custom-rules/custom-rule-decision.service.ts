import { Injectable } from '@nestjs/common';
import { compileRule, CustomRuleError, limits, type Definition } from '@shoji/custom-rules';
import { audit } from '../access/audit.js';
import { actorOf, type Principal } from '../access/principal.js';
import { Database, type Queryable } from '../database/database.js';
import { ApiError } from '../graphql/errors.js';
import { UpkeepQueue } from '../judgement/upkeep.queue.js';
import { isTaken } from './rule-set.js';
import { RuleSets } from './rule-sets.js';
import { sentence } from './sentence.js';
import { savedRuleColumns, toSavedRule, type SavedRule, type SavedRuleRow } from './saved-rule.js';

/** Ids that there may be at all, those of retired rules among them: every process holds them in memory. */
const mostIds = 1000;

type Version = Pick<SavedRule, 'definition' | 'version' | 'retired' | 'note'>;

/** Saving and retiring custom rules: each in one transaction with its line in the audit log; then the fleet is judged anew. */
@Injectable()
export class CustomRuleDecisionService {
  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
    private readonly upkeep: UpkeepQueue,
  ) {}

  /**
   * Saves a rule, as a new version where there is one of this id; `replaces` is the version that was edited, `null` for a
   * new rule. One that was retired is in force again.
   * @throws {ApiError} `BAD_USER_INPUT` with `field`, and with `line` and `column` of an expression; `CONFLICT`.
   */
  async save(given: Definition, replaces: number | null, note: string | null, who: Principal): Promise<void> {
    const definition = definitionOf(given);
    await this.write(definition.id, who, async (queries, newest) => {
      const { id } = definition;
      if (newest === null && replaces !== null) throw refuse('There is no such rule.', 'id');
      if (newest !== null && replaces === null)
        throw refuse(`There is a rule of this id${newest.retired ? ', which is retired' : ''}.`, 'id');
      if (newest !== null) expectNewest(newest, replaces);
      if (newest?.retired === false && isSame(newest.definition, definition))
        throw refuse(`Nothing is different from version ${newest.version}.`);
      if (newest?.retired !== false) await expectRoom(queries, id, newest === null);
      return { definition, version: (newest?.version ?? 0) + 1, retired: false, note };
    });
  }

  /**
   * Retires a rule: it judges nothing any more, and what was judged by it stays on record.
   * @throws {ApiError} `BAD_USER_INPUT` where there is none in force; `CONFLICT` where `version` is not the newest.
   */
  async retire(id: string, version: number, note: string | null, who: Principal): Promise<void> {
    await this.write(id, who, (_, newest) => {
      if (newest === null) throw refuse('There is no such rule.', 'id');
      expectNewest(newest, version);
      if (newest.retired) throw refuse('It is retired already.');
      return { definition: newest.definition, version: newest.version + 1, retired: true, note };
    });
  }

  private async write(
    id: string,
    who: Principal,
    decide: (queries: Queryable, newest: SavedRule | null) => Version | Promise<Version>,
  ): Promise<void> {
    const actor = actorOf(who);
    const serial = await this.database.transaction(async (queries) => {
      // One after another: ids of versions are then in the order of their commits, which is how others find the new ones.
      await queries.query('LOCK TABLE custom_rule IN SHARE ROW EXCLUSIVE MODE');
      const [found] = await queries.query<SavedRuleRow & Record<string, unknown>>(
        `SELECT ${savedRuleColumns} FROM custom_rule WHERE rule_id = $1 ORDER BY version DESC LIMIT 1`,
        [id],
      );
      const next = await decide(queries, found ? toSavedRule(found) : null);
      const note = noteOf(next.note);
      const [row] = await insert(queries, { ...next, note }, actor);
      const { expression, severity } = next.definition;
      await audit(queries, {
        actor,
        action: next.retired ? 'custom-rule-retired' : 'custom-rule-saved',
        subject: id,
        detail: { version: next.version, note, ...(!next.retired && { severity, expression }) },
      });
      return row?.id;
    });
    await this.ruleSets.current();
    await this.upkeep.sweepNow(`rules-${serial}`);
  }
}

const insert = (
  queries: Queryable,
  { definition, version, retired, note }: Version,
  actor: string,
): Promise<{ id: string }[]> => {
  const { id, title, wall, severity, rationale, fix, expression } = definition;
  return queries.query(
    `INSERT INTO custom_rule (rule_id, version, title, wall, severity, rationale, fix, expression, retired, note, saved_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
    [id, version, title, wall, severity, rationale, fix, expression, retired, note, actor],
  );
};

const refuse = (message: string, field?: string) =>
  new ApiError('BAD_USER_INPUT', message, field === undefined ? {} : { field });

function definitionOf(given: Definition): Definition {
  try {
    const { definition } = compileRule({ ...given });
    if (isTaken(definition.id)) throw refuse('The server has a rule or a way out of this id.', 'id');
    return definition;
  } catch (error) {
    if (!(error instanceof CustomRuleError)) throw error;
    throw new ApiError('BAD_USER_INPUT', sentence(error.summary), {
      ...(error.field !== undefined && { field: error.field }),
      ...error.place,
    });
  }
}

function expectNewest({ version, savedBy }: SavedRule, from: number | null): void {
  if (version !== from)
    throw new ApiError(
      'CONFLICT',
      `Version ${version} was saved meanwhile by ${savedBy.replace(/^(user|token):/, '')}; yours starts from version ${from ?? 0}.`,
      { newest: version },
    );
}

const isSame = (one: Definition, other: Definition): boolean =>
  (Object.keys(other) as (keyof Definition)[]).every((field) => one[field] === other[field]);

async function expectRoom(queries: Queryable, id: string, isNew: boolean): Promise<void> {
  const [counts] = await queries.query<{ inForce: number; ids: number }>(
    `SELECT count(*) FILTER (WHERE NOT retired AND rule_id <> $1)::int AS "inForce", count(*)::int AS ids
     FROM (SELECT DISTINCT ON (rule_id) rule_id, retired FROM custom_rule ORDER BY rule_id, version DESC) newest`,
    [id],
  );
  if ((counts?.inForce ?? 0) >= limits.rules)
    throw refuse(`${limits.rules} custom rules are in force, and no more may be: retire one first.`);
  if (isNew && (counts?.ids ?? 0) >= mostIds)
    throw refuse(
      `There were ${mostIds} custom rules, and no more may be: take the id of one that is retired.`,
    );
}

/** A note of nothing but spaces is none. */
function noteOf(note: string | null): string | null {
  const words = note?.trim() ?? '';
  if (words.length > limits.text || words.includes('\0') || !words.isWellFormed())
    throw refuse(`\`note\` takes up to ${limits.text} characters.`, 'note');
  return words === '' ? null : words;
}
