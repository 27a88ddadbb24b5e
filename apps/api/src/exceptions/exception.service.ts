import { Injectable } from '@nestjs/common';
import type { PathVerdict } from '@shoji/escape';
import { Database } from '../database/database.js';
import { isCounted } from '../containers/counted.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor } from '../graphql/cursor.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import type { Evidence } from '../findings/finding.model.js';
import type { ExceptionMatches, ExceptionState, FindingException } from './exception.model.js';
import {
  exceptionColumns,
  inScope,
  isInForce,
  stateOf,
  toException,
  type ExceptionRow,
} from './exception-rows.js';
import { factsOfFinding, factsOfPath, isAccepted, isTouched } from './facts.js';

type Row = ExceptionRow & Record<string, unknown>;

const newestFirst: SortColumn[] = [
  { expression: 'e.requested_at', type: 'timestamptz', kind: 'time', descending: true },
  { expression: 'e.id', type: 'uuid', kind: 'uuid', descending: false },
];

/** The register of exceptions, and what each comes to. */
@Injectable()
export class ExceptionService {
  constructor(private readonly database: Database) {}

  /** One page of the register, newest first. */
  async list(states: readonly ExceptionState[] | null, page: PageArguments): Promise<Page<FindingException>> {
    const size = pageSize(page.first);
    const key = decodeCursor(
      'exceptions',
      newestFirst.map(({ kind }) => kind),
      page.after,
    );
    const parameters = new Parameters();
    const where = states === null ? 'true' : `${stateOf} = ANY (${parameters.add(states)}::text[])`;
    const counted = {
      text: `SELECT count(*)::int AS n FROM finding_exception e WHERE ${where}`,
      values: [...parameters.values],
    };
    const position = key === null ? '' : `AND ${behind(newestFirst, key, parameters)}`;
    const rows = await this.database.query<Row>(
      `SELECT ${exceptionColumns} FROM finding_exception e WHERE ${where} ${position} ORDER BY ${orderBy(newestFirst)}
       LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: toException(row),
      cursor: encodeCursor('exceptions', [row.requested_at.toISOString(), row.id]),
    }));
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  async byId(id: string): Promise<FindingException | null> {
    const [row] = await this.database.query<Row>(
      `SELECT ${exceptionColumns} FROM finding_exception e WHERE e.id = $1`,
      [id],
    );
    return row ? toException(row) : null;
  }

  /** For each container the exceptions in force that reach it. */
  async ofContainers(ids: readonly string[]): Promise<FindingException[][]> {
    const rows = await this.database.query<Row & { of: string }>(
      `SELECT c.id AS of, ${exceptionColumns} FROM container c JOIN finding_exception e ON ${inScope}
       WHERE c.id = ANY ($1::uuid[]) AND ${isInForce} ORDER BY e.requested_at, e.id`,
      [ids],
    );
    const found = Map.groupBy(rows, (row) => row.of);
    return ids.map((id) => (found.get(id) ?? []).map(toException));
  }

  /** What each of these comes to among what runs; judged once for each distinct reason, not once a container. */
  async matches(exceptions: readonly FindingException[]): Promise<ExceptionMatches[]> {
    const rows = await this.database.query<{
      id: string;
      evidence: Evidence[] | null;
      path: PathVerdict | null;
      n: number;
    }>(
      `SELECT e.id, o.evidence, v.path, count(*)::int AS n
       FROM finding_exception e JOIN container c ON c.state = 'running' AND ${isCounted} AND ${inScope}
       LEFT JOIN outcome o ON o.judgement_id = c.judgement_id AND o.rule_id = e.rule_id AND o.state = 'fail'
       LEFT JOIN LATERAL (SELECT path FROM judgement j, jsonb_array_elements(j.paths) AS path
         WHERE j.id = c.judgement_id AND path->>'path' = e.path_id AND path->>'state' <> 'blocked') v ON true
       WHERE e.id = ANY ($1::uuid[]) AND (o.evidence IS NOT NULL OR v.path IS NOT NULL) GROUP BY e.id, o.evidence, v.path`,
      [exceptions.map(({ id }) => id)],
    );
    return exceptions.map(({ id, facts, value }) => {
      const accepts = value === null ? isAccepted : isTouched;
      const matches = { accepted: 0, reopened: 0 };
      for (const { evidence, path, n } of rows.filter((row) => row.id === id)) {
        const resting = path ? factsOfPath(path.steps) : factsOfFinding(evidence ?? []);
        matches[accepts(resting, facts) ? 'accepted' : 'reopened'] += n;
      }
      return matches;
    });
  }
}
