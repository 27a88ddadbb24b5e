import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Container } from '../containers/container.model.js';
import { isCounted } from '../containers/counted.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor } from '../graphql/cursor.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import { uuidIn } from '../graphql/uuid.js';
import { inGroups } from '../groups/membership.js';
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
  async list(filter: FindingFilter | null | undefined, page: PageArguments): Promise<Page<Finding>> {
    const size = pageSize(page.first);
    const key = decodeCursor(
      'findings',
      order.map(({ kind }) => kind),
      page.after,
    );
    const parameters = new Parameters();
    const where = conditions(filter ?? {}, parameters);
    const from = `FROM outcome o JOIN container c ON c.judgement_id = o.judgement_id WHERE ${where}`;
    const counted = { text: `SELECT count(*)::int AS n ${from}`, values: [...parameters.values] };
    const position = key === null ? '' : `AND ${behind(order, key, parameters)}`;
    const rows = await this.database.query<OutcomeRow & { id: string; name: string; rank: number }>(
      `SELECT o.judgement_id, o.rule_id, o.state, o.severity, o.wall, o.evidence, c.id, c.name, ${severityRank} AS rank
       ${from} ${position} ORDER BY ${orderBy(order)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map((row) => ({
      node: toFinding(row, row.id),
      cursor: encodeCursor('findings', [row.rank, row.rule_id, row.name, row.id]),
    }));
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** For each container its outcomes that failed or could not be decided, most severe first. */
  async ofContainers(containers: readonly Pick<Container, 'id' | 'judgementId'>[]): Promise<Finding[][]> {
    const rows = await this.database.query<OutcomeRow>(
      `SELECT judgement_id, rule_id, state, severity, wall, evidence FROM outcome o
       WHERE judgement_id = ANY($1::bigint[]) AND state IN ('fail', 'unknown') ORDER BY ${severityRank}, rule_id`,
      [containers.flatMap(({ judgementId }) => judgementId ?? [])],
    );
    const byJudgement = Map.groupBy(rows, (row) => row.judgement_id);
    return containers.map(({ id, judgementId }) =>
      (byJudgement.get(judgementId ?? '') ?? []).map((row) => toFinding(row, id)),
    );
  }
}

const toFinding = (row: OutcomeRow, containerId: string): Finding => ({
  id: `${containerId}:${row.rule_id}`,
  ruleId: row.rule_id,
  containerId,
  state: row.state,
  severity: row.severity,
  wall: row.wall,
  evidence: row.evidence,
});

function conditions(filter: FindingFilter, parameters: Parameters): string {
  const all = [`o.state = ANY(${parameters.add(filter.states ?? ['fail'])})`];
  if (filter.rule != null) all.push(`o.rule_id = ${parameters.add(filter.rule)}`);
  if (filter.severities) all.push(`o.severity = ANY(${parameters.add(filter.severities)})`);
  if (filter.hostId != null) all.push(`c.host_id = ${uuidIn(parameters, filter.hostId)}`);
  if (filter.groups) all.push(inGroups('c.host_id', filter.groups, parameters));
  if (filter.containerId != null) all.push(`c.id = ${uuidIn(parameters, filter.containerId)}`);
  else all.push(`c.state = 'running' AND ${isCounted}`);
  return all.join(' AND ');
}
