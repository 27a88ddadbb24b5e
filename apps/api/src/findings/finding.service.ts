import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Container } from '../containers/container.model.js';
import { checkTime, sourceAt } from '../containers/as-of.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor } from '../graphql/cursor.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import { onContainers, onOutcomes } from './finding-conditions.js';
import type { Evidence, Finding, FindingFilter } from './finding.model.js';

interface OutcomeRow {
  judgement_id: string;
  rule_id: string;
  state: Finding['state'];
  severity: Finding['severity'];
  wall: Finding['wall'];
  evidence: Evidence[];
}

const severityRank = `CASE o.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END`;

/** Most severe first, then by rule, then by container. */
const order: SortColumn[] = [
  { expression: `(${severityRank})`, type: 'int', kind: 'integer', descending: false },
  { expression: 'o.rule_id', type: 'text', kind: 'text', descending: false },
  { expression: 'c.name', type: 'text', kind: 'text', descending: false },
  { expression: 'c.id', type: 'uuid', kind: 'uuid', descending: false },
];

/** What rules said on containers. */
@Injectable()
export class FindingService {
  constructor(private readonly database: Database) {}

  /** One page of what the filter asks for; failed rules on what runs where it asks for nothing. */
  async list(
    filter: FindingFilter | null | undefined,
    page: PageArguments,
    asOf: Date | null,
  ): Promise<Page<Finding>> {
    if (asOf !== null) await checkTime(this.database, asOf);
    const size = pageSize(page.first);
    const key = decodeCursor(
      'findings',
      order.map(({ kind }) => kind),
      page.after,
    );
    const parameters = new Parameters();
    const { from: containers } = sourceAt(asOf, parameters);
    const where = `${onContainers(filter ?? {}, parameters)} AND ${onOutcomes(filter ?? {}, parameters)}`;
    const from = `${containers} JOIN outcome o ON o.judgement_id = j.id WHERE ${where}`;
    const counted = { text: `SELECT count(*)::int AS n ${from}`, values: [...parameters.values] };
    const position = key === null ? '' : `AND ${behind(order, key, parameters)}`;
    const rows = await this.database.query<OutcomeRow & { id: string; name: string; rank: number }>(
      `SELECT o.judgement_id, o.rule_id, o.state, o.severity, o.wall, o.evidence, c.id, c.name, ${severityRank} AS rank
       ${from} ${position} ORDER BY ${orderBy(order)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: toFinding(row, row.id, asOf),
      cursor: encodeCursor('findings', [row.rank, row.rule_id, row.name, row.id]),
    }));
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** For each container its outcomes that failed or could not be decided, most severe first. */
  async ofContainers(
    containers: readonly Pick<Container, 'id' | 'judgementId' | 'asOf'>[],
  ): Promise<Finding[][]> {
    const rows = await this.database.query<OutcomeRow>(
      `SELECT judgement_id, rule_id, state, severity, wall, evidence FROM outcome o
       WHERE judgement_id = ANY($1::bigint[]) AND state IN ('fail', 'unknown') ORDER BY ${severityRank}, rule_id`,
      [containers.flatMap(({ judgementId }) => judgementId ?? [])],
    );
    const byJudgement = Map.groupBy(rows, (row) => row.judgement_id);
    return containers.map(({ id, judgementId, asOf }) =>
      (byJudgement.get(judgementId ?? '') ?? []).map((row) => toFinding(row, id, asOf)),
    );
  }
}

const toFinding = (row: OutcomeRow, containerId: string, asOf: Date | null): Finding => ({
  id: `${containerId}:${row.rule_id}`,
  ruleId: row.rule_id,
  containerId,
  asOf,
  state: row.state,
  severity: row.severity,
  wall: row.wall,
  evidence: row.evidence,
});
