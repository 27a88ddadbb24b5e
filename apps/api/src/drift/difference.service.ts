import { Injectable } from '@nestjs/common';
import { driftBetween, type Drift } from '@shoji/drift';
import type { HostDocument, Posture, Traits } from '@shoji/posture';
import { checkTime } from '../containers/as-of.js';
import { isCounted } from '../containers/counted.js';
import { RuleSets } from '../custom-rules/rule-sets.js';
import { Database } from '../database/database.js';
import { Page, pageSize, type PageArguments } from '../graphql/connection.js';
import { decodeCursor, encodeCursor } from '../graphql/cursor.js';
import { ApiError } from '../graphql/errors.js';
import { behind, orderBy, type SortColumn } from '../graphql/keyset.js';
import { Parameters } from '../graphql/parameters.js';
import { uuidIn } from '../graphql/uuid.js';
import type { ContainerDifference, Difference, DifferenceFilter } from './difference.model.js';

type Hashes = [string, string, string];
type Between = { from: Date; to: Date };

interface Row {
  id: string;
  fate: ContainerDifference['fate'];
  before: Hashes | null;
  after: Hashes | null;
  risk_before: number | null;
  risk_after: number | null;
  grown: number;
  name: string;
}

/** What became riskier first; what came and what went by the risk it brought or took. */
const order: SortColumn[] = [
  { expression: 'x.grown', type: 'float8', kind: 'number', descending: true },
  { expression: 'x.name', type: 'text', kind: 'text', descending: false },
  { expression: 'x.id', type: 'uuid', kind: 'uuid', descending: false },
];

const stateAt = (alias: string, at: string) => `LEFT JOIN LATERAL (
    SELECT p.posture_hash, p.traits_hash, p.host_hash, (SELECT j.score FROM judgement j
      WHERE j.posture_hash = p.posture_hash AND j.host_hash = p.host_hash AND j.traits_hash = p.traits_hash) AS score
    FROM posture_period p WHERE p.container_id = c.id AND p.from_at <= ${at} AND (p.to_at IS NULL OR p.to_at > ${at})
    ORDER BY p.from_at DESC, p.id DESC LIMIT 1) ${alias} ON true`;

/** Containers that ran at one of two times at least, as they were at both: alias `x`. */
function bothTimes({ from, to }: Between, filter: DifferenceFilter, parameters: Parameters): string {
  const conditions = [isCounted, '(a.posture_hash IS NOT NULL OR b.posture_hash IS NOT NULL)'];
  if (filter.containerId != null) conditions.push(`c.id = ${uuidIn(parameters, filter.containerId)}`);
  if (filter.hostId != null) conditions.push(`c.host_id = ${uuidIn(parameters, filter.hostId)}`);
  if (filter.workloadId != null)
    conditions.push(
      `c.id IN (SELECT container_id FROM workload_member WHERE workload_id = ${uuidIn(parameters, filter.workloadId)})`,
    );
  const hashes = (alias: string) =>
    `CASE WHEN ${alias}.posture_hash IS NOT NULL THEN ARRAY[${alias}.posture_hash, ${alias}.traits_hash, ${alias}.host_hash] END`;
  return `(SELECT c.id, c.name, ${hashes('a')} AS before, ${hashes('b')} AS after, a.score AS risk_before, b.score AS risk_after,
      coalesce(b.score, 0) - coalesce(a.score, 0) AS grown,
      CASE WHEN a.posture_hash IS NULL THEN 'appeared' WHEN b.posture_hash IS NULL THEN 'gone'
        WHEN (a.posture_hash, a.traits_hash, a.host_hash) <> (b.posture_hash, b.traits_hash, b.host_hash) THEN 'changed'
        ELSE 'unchanged' END AS fate
    FROM container c ${stateAt('a', `${parameters.add(from)}::timestamptz`)}
    ${stateAt('b', `${parameters.add(to)}::timestamptz`)} WHERE ${conditions.join(' AND ')}) x`;
}

/** What became of containers between two times, as the posture periods tell it. */
@Injectable()
export class DifferenceService {
  constructor(
    private readonly database: Database,
    private readonly ruleSets: RuleSets,
  ) {}

  /**
   * Counts over both times.
   * @throws {ApiError} `BAD_USER_INPUT` where they stand the wrong way round, or the history of one was removed.
   */
  async counts(between: Between, filter: DifferenceFilter): Promise<Difference> {
    if (between.from > between.to) throw new ApiError('BAD_USER_INPUT', '`from` lies after `to`.');
    await checkTime(this.database, between.to, 'to');
    await checkTime(this.database, between.from, 'from');
    const parameters = new Parameters();
    const [row] = await this.database.query<
      Omit<Difference, 'from' | 'to' | 'filter'> & Record<string, unknown>
    >(
      `SELECT count(*) FILTER (WHERE fate = 'appeared')::int AS appeared, count(*) FILTER (WHERE fate = 'gone')::int AS gone,
         count(*) FILTER (WHERE fate = 'changed')::int AS changed, count(*) FILTER (WHERE fate = 'unchanged')::int AS unchanged,
         coalesce(sum(risk_before), 0)::float8 AS "riskBefore", coalesce(sum(risk_after), 0)::float8 AS "riskAfter",
         count(*) FILTER (WHERE (before IS NOT NULL AND risk_before IS NULL) OR (after IS NOT NULL AND risk_after IS NULL))::int AS unjudged
       FROM ${bothTimes(between, filter, parameters)}`,
      parameters.values,
    );
    if (row === undefined) throw new Error('an aggregate gave no row');
    return { ...row, ...between, filter };
  }

  /** One page of what is not as it was. */
  async list({ from, to, filter }: Difference, page: PageArguments): Promise<Page<ContainerDifference>> {
    const size = pageSize(page.first);
    const key = decodeCursor(
      'difference',
      order.map(({ kind }) => kind),
      page.after,
    );
    const parameters = new Parameters();
    const fates = filter.fates ?? ['appeared', 'gone', 'changed'];
    const source = `FROM ${bothTimes({ from, to }, filter, parameters)} WHERE x.fate = ANY (${parameters.add(fates)}::text[])`;
    const counted = { text: `SELECT count(*)::int AS n ${source}`, values: [...parameters.values] };
    const position = key === null ? '' : `AND ${behind(order, key, parameters)}`;
    const rows = await this.database.query<Row & Record<string, unknown>>(
      `SELECT x.* ${source} ${position} ORDER BY ${orderBy(order)} LIMIT ${parameters.add(size + 1)}`,
      parameters.values,
    );
    const edges = rows.map(
      ({ id, fate, before, after, risk_before: riskBefore, risk_after: riskAfter, ...row }) => ({
        node: { containerId: id, from, to, fate, before, after, riskBefore, riskAfter },
        cursor: encodeCursor('difference', [row.grown, row.name, id]),
      }),
    );
    return new Page(edges, size, page.after, async () => {
      const [count] = await this.database.query<{ n: number }>(counted.text, counted.values);
      return count?.n ?? 0;
    });
  }

  /** Compares two states on the host of the later one; null where one of them is not there, or a document was removed. */
  async between(before: Hashes | null, after: Hashes | null): Promise<Drift | null> {
    if (before === null || after === null) return null;
    const [one, other] = await Promise.all([this.stateOf(before), this.stateOf(after)]);
    if (!one || !other) return null;
    return driftBetween(one, other, other.host, (await this.ruleSets.lately()).custom);
  }

  private async stateOf([posture, traits, host]: Hashes) {
    const [row] = await this.database.query<{
      posture: Posture | null;
      traits: Traits | null;
      host: HostDocument | null;
    }>(
      `SELECT (SELECT document FROM posture WHERE hash = $1) AS posture, (SELECT document FROM traits WHERE hash = $2) AS traits,
         (SELECT document FROM host_document WHERE hash = $3) AS host`,
      [posture, traits, host],
    );
    const { posture: document, traits: beside, host: on } = row ?? {};
    return document && beside && on ? { posture: document, traits: beside, host: on } : null;
  }
}
