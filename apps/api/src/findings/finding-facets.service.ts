import { Injectable } from '@nestjs/common';
import { checkTime, sourceAt } from '../containers/as-of.js';
import { Database } from '../database/database.js';
import { OutcomeState, Severity, WallName } from '../graphql/enums.js';
import { countsOf, joinHostGroups } from '../graphql/facet-counts.js';
import { Parameters } from '../graphql/parameters.js';
import { onContainers, onOutcomes } from './finding-conditions.js';
import type { FindingFacets } from './finding-facets.model.js';
import type { FindingFilter } from './finding.model.js';

const everyState = Object.values(OutcomeState);

/** How many findings each choice of a filter would leave, of those that are or of those that were. */
@Injectable()
export class FindingFacetsService {
  constructor(private readonly database: Database) {}

  /** Counts of now, or of a time; @throws {ApiError} `BAD_USER_INPUT` for a time that cannot be. */
  async facets(filter: FindingFilter, asOf: Date | null): Promise<FindingFacets> {
    if (asOf !== null) await checkTime(this.database, asOf);
    const [rules, severities, walls, states, groups] = await Promise.all([
      this.count('o.rule_id', { ...filter, rule: null }, asOf),
      this.count('o.severity', { ...filter, severities: null }, asOf),
      this.count('o.wall', { ...filter, walls: null }, asOf),
      this.count('o.state', { ...filter, states: everyState }, asOf),
      this.count('f.name', { ...filter, groups: null }, asOf, { name: 'm.name', join: joinHostGroups }),
    ]);
    return {
      rules: Array.from(rules, ([rule, count]) => ({ rule, count })),
      severities: countsOf(severities, Object.values(Severity)).map(({ value: severity, count }) => ({
        severity,
        count,
      })),
      walls: countsOf(walls, Object.values(WallName)).map(({ value: wall, count }) => ({ wall, count })),
      states: countsOf(states, everyState).map(({ value: state, count }) => ({ state, count })),
      groups: Array.from(groups, ([group, count]) => ({ group, count })).slice(0, 100),
    };
  }

  /** Findings by a value, most first. Outcomes are unfolded once a judgement and not once a container. */
  private async count(
    value: string,
    filter: FindingFilter,
    asOf: Date | null,
    { name, join }: { name: string; join: string } = { name: 'NULL', join: '' },
  ): Promise<Map<string, number>> {
    const parameters = new Parameters();
    const { from } = sourceAt(asOf, parameters);
    const rows = await this.database.query<{ value: string; n: number }>(
      `WITH found AS (SELECT j.id, ${name} AS name, count(*) AS n ${from} ${join}
         WHERE ${onContainers(filter, parameters)} GROUP BY 1, 2)
       SELECT ${value} AS value, sum(f.n)::int AS n FROM found f JOIN outcome o ON o.judgement_id = f.id
       WHERE ${onOutcomes(filter, parameters)} GROUP BY 1 ORDER BY n DESC, value`,
      parameters.values,
    );
    return new Map(rows.map((row) => [row.value, row.n]));
  }
}
