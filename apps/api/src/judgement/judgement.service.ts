import { Injectable } from '@nestjs/common';
import type { PathVerdict } from '@shoji/escape';
import { walls } from '@shoji/posture';
import type { Improvement } from '@shoji/risk';
import { Database } from '../database/database.js';
import type { Risk, RiskPart, WallState } from './judgement.model.js';

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
  parts: [],
};

interface JudgementRow {
  id: string;
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
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly string[]): Promise<Verdict[]> {
    const rows = await this.database.query<JudgementRow>(
      'SELECT id, score, up_to, coverage, band, walls, parts, paths FROM judgement WHERE id = ANY($1::bigint[])',
      [ids],
    );
    return rows.map(({ id, walls, score, up_to: upTo, coverage, band, parts, paths }) => ({
      id,
      walls,
      risk: { score, upTo, coverage, band, judged: true, parts },
      paths,
    }));
  }

  improvements(ids: readonly string[]): Promise<StoredImprovement[]> {
    return this.database.query<StoredImprovement & Record<string, unknown>>(
      'SELECT id, score, changes, plan FROM judgement WHERE id = ANY($1::bigint[])',
      [ids],
    );
  }
}
