import { Injectable } from '@nestjs/common';
import { sharedJudgements } from '../containers/counted.js';
import { Database } from '../database/database.js';
import type { FleetChange } from './change.model.js';
import { changeOf } from './catalogue.js';

interface Row {
  id: string;
  containers: number;
  closes: number;
  removes: number;
  total: number;
}

/** Changes over the whole fleet. */
@Injectable()
export class ChangeService {
  constructor(private readonly database: Database) {}

  /** The changes that take most points off the containers that run: each distinct judgement once, times its containers. */
  async ranking(first: number): Promise<FleetChange[]> {
    const rows = await this.database.query<Row & Record<string, unknown>>(
      `WITH ${sharedJudgements},
        judged AS MATERIALIZED (SELECT s.n, j.score, j.changes FROM shared s JOIN judgement j ON j.id = s.judgement_id
          WHERE j.changes IS NOT NULL)
       SELECT x->>'change' AS id, sum(n)::int AS containers, sum(n * jsonb_array_length(x->'closes'))::int AS closes,
         sum(n * (score - (x->>'score')::float8)) AS removes, (SELECT sum(n * score) FROM judged) AS total
       FROM judged, jsonb_array_elements(changes) x GROUP BY 1 ORDER BY removes DESC, id LIMIT $1`,
      [first],
    );
    return rows.map(({ id, containers, closes, removes, total }) => ({
      change: changeOf(id),
      containers,
      closes,
      removes,
      share: total > 0 ? removes / total : 0,
    }));
  }
}
