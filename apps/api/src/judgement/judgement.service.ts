import { Injectable } from '@nestjs/common';
import type { PathVerdict } from '@shoji/escape';
import { walls } from '@shoji/posture';
import type { Improvement } from '@shoji/risk';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database } from '../database/database.js';
import type { Rejudgement, Risk, RiskPart, WallState } from './judgement.model.js';

/** What one judgement says, as the dashboard shows it. */
export interface Verdict {
  id: string;
  walls: WallState[];
  risk: Risk;
  paths: PathVerdict[];
}

/** What would help, as the job wrote it, and the score that it starts from. */
export interface StoredImprovement extends Improvement {
  id: string;
  score: number;
}

/** Every wall of a container that no rule has looked at yet: not knowing is never safe. */
export const notJudgedWalls: WallState[] = walls.map((wall) => ({
  wall,
  state: 'unknown',
  reasons: ['not judged yet'],
}));

/** Stands where no verdict is: all that is known is that nothing is known. */
export const notJudgedRisk: Risk = {
  score: 0,
  upTo: 100,
  coverage: 0,
  band: 'critical',
  judged: false,
  ruleSet: null,
  judgedAt: null,
  outdated: false,
  parts: [],
};

interface JudgementRow {
  id: string;
  rule_set: string;
  judged_at: Date;
  score: number;
  up_to: number;
  coverage: number;
  band: Risk['band'];
  walls: WallState[];
  parts: RiskPart[];
  paths: PathVerdict[];
}

/** Verdicts as they are read; `Evaluator` writes them. */
@Injectable()
export class JudgementService {
  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
  ) {}

  /** `version` is that of the rule set in force. */
  async byIds(ids: readonly string[], version: string): Promise<Verdict[]> {
    const rows = await this.database.query<JudgementRow>(
      `SELECT id, rule_set, judged_at, score, up_to, coverage, band, walls, parts, paths FROM judgement
       WHERE id = ANY($1::bigint[]) AND rule_set IS NOT NULL`,
      [ids],
    );
    return rows.map(({ id, walls, paths, score, up_to: upTo, coverage, band, parts, ...made }) => ({
      id,
      walls,
      risk: {
        score,
        upTo,
        coverage,
        band,
        judged: true,
        ruleSet: made.rule_set,
        judgedAt: made.judged_at,
        outdated: made.rule_set !== version,
        parts,
      },
      paths,
    }));
  }

  /** Counted over the few judgements that rows share, so that a page may ask for it every few seconds. */
  async rejudgement(): Promise<Rejudgement> {
    const { version: ruleSet } = await this.ruleSets.current();
    const [counts] = await this.database.query<Omit<Rejudgement, 'ruleSet'> & Record<string, unknown>>(
      {
        name: 'judgement.progress',
        text: `WITH shared AS MATERIALIZED (
                 SELECT judgement_id, count(*)::int AS n FROM container WHERE state = 'running' GROUP BY judgement_id)
               SELECT coalesce(sum(n), 0)::int AS total, coalesce(sum(n) FILTER (WHERE j.rule_set = $1), 0)::int AS done,
                 coalesce(sum(n) FILTER (WHERE j.rule_set <> $1), 0)::int AS outdated,
                 (SELECT min(judged_at) FROM judgement WHERE rule_set = $1) AS "startedAt"
               FROM shared JOIN judgement j ON j.id = judgement_id`,
      },
      [ruleSet],
    );
    if (counts === undefined) throw new Error('an aggregate gave no row');
    return { ruleSet, ...counts };
  }

  improvements(ids: readonly string[]): Promise<StoredImprovement[]> {
    return this.database.query<StoredImprovement & Record<string, unknown>>(
      'SELECT id, score, changes, plan FROM judgement WHERE id = ANY($1::bigint[]) AND changes IS NOT NULL',
      [ids],
    );
  }
}
