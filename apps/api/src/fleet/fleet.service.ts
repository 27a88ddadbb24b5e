import { Injectable } from '@nestjs/common';
import { walls, type Wall } from '@shoji/posture';
import { isCounted, sharedJudgements } from '../containers/counted.js';
import { Database } from '../database/database.js';
import { isSilent } from '../hosts/silence.js';
import type { Severity, WallStatus } from '../graphql/enums.js';
import type { Fleet, WallCounts } from './fleet.model.js';

interface Counts {
  hosts: number;
  silent: number;
  last_report: Date | null;
  containers: number;
  gone: number;
  open: number;
  unjudged: number;
  bands: Partial<Record<'low' | 'medium' | 'high' | 'critical', number>>;
  histogram: Record<string, number>;
  walls: { wall: Wall; state: WallStatus; n: number }[];
}

/** Counts over the whole fleet. */
@Injectable()
export class FleetService {
  constructor(private readonly database: Database) {}

  /** All counts, in one statement. */
  async counts(): Promise<Fleet> {
    const [counts] = await this.database.query<Counts>({
      name: 'fleet.counts',
      text: `WITH ${sharedJudgements},
        judged AS MATERIALIZED (SELECT s.n, j.score, j.band, j.walls FROM shared s JOIN judgement j ON j.id = s.judgement_id
          WHERE j.rule_set IS NOT NULL),
        by_band AS (SELECT band, sum(n)::int AS n FROM judged GROUP BY band),
        by_class AS (SELECT least(floor(score / 10), 9)::int AS class, sum(n)::int AS n FROM judged GROUP BY 1),
        by_wall AS (SELECT w->>'wall' AS wall, w->>'state' AS state, sum(n)::int AS n
                    FROM judged, jsonb_array_elements(walls) w GROUP BY 1, 2)
        SELECT (SELECT count(*)::int FROM host) AS hosts,
          (SELECT count(*)::int FROM host h WHERE h.state = 'active' AND ${isSilent}) AS silent,
          (SELECT max(last_seen) FROM host) AS last_report,
          (SELECT coalesce(sum(n), 0)::int FROM shared) AS containers,
          (SELECT count(*)::int FROM container c WHERE c.state = 'gone' AND ${isCounted}) AS gone,
          (SELECT coalesce(sum(n), 0)::int FROM judged WHERE walls @> '[{"state": "open"}]') AS open,
          (SELECT coalesce(sum(n), 0)::int FROM shared s JOIN judgement j ON j.id = s.judgement_id
            WHERE j.rule_set IS NULL) AS unjudged,
          (SELECT coalesce(json_object_agg(band, n), '{}') FROM by_band) AS bands,
          (SELECT coalesce(json_object_agg(class, n), '{}') FROM by_class) AS histogram,
          (SELECT coalesce(json_agg(by_wall), '[]') FROM by_wall) AS walls`,
    });
    if (counts === undefined) throw new Error('an aggregate gave no row');
    const perWall = wallCounts(counts);
    return {
      hostCount: counts.hosts,
      silentHostCount: counts.silent,
      lastReportAt: counts.last_report,
      containerCount: counts.containers,
      goneCount: counts.gone,
      openContainerCount: counts.open,
      unknownWallCount: perWall.reduce((sum, { unknown }) => sum + unknown, 0),
      bands: { low: 0, medium: 0, high: 0, critical: 0, ...counts.bands, unjudged: counts.unjudged },
      walls: perWall,
      histogram: Array.from({ length: 10 }, (_, i) => counts.histogram[i] ?? 0),
    };
  }

  /** The rules that most running containers fail. */
  topRules(first: number): Promise<{ ruleId: string; severity: Severity; wall: Wall; containers: number }[]> {
    return this.database.query(
      `WITH ${sharedJudgements}
       SELECT o.rule_id AS "ruleId", min(o.severity) AS severity, min(o.wall) AS wall, sum(s.n)::int AS containers
       FROM shared s JOIN outcome o ON o.judgement_id = s.judgement_id AND o.state = 'fail'
       GROUP BY o.rule_id ORDER BY containers DESC, o.rule_id LIMIT $1`,
      [first],
    );
  }
}

/** In the order of the walls; of a container without a verdict every wall is unknown. */
function wallCounts({ walls: rows, unjudged }: Counts): WallCounts[] {
  return walls.map((wall) => {
    const of = (state: WallStatus) => rows.find((row) => row.wall === wall && row.state === state)?.n ?? 0;
    return {
      wall,
      closed: of('closed'),
      thin: of('thin'),
      open: of('open'),
      unknown: of('unknown') + unjudged,
    };
  });
}
