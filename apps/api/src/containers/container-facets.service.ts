import { Injectable } from '@nestjs/common';
import { walls, type Wall } from '@shoji/posture';
import { Database } from '../database/database.js';
import { Band, ContainerKind, ContainerState } from '../graphql/enums.js';
import { countBy, countsOf, joinHostGroups } from '../graphql/facet-counts.js';
import { Parameters } from '../graphql/parameters.js';
import { checkTime, sourceAt, type Source } from './as-of.js';
import { containerConditions, type ContainerChoice } from './container-conditions.js';
import type { ContainerFacets, FindingRuleCount, PathCount, WallCount } from './container-facets.model.js';
import type { ContainerFilter } from './container.model.js';

const everyState = Object.values(ContainerState);
const everyKind = Object.values(ContainerKind);

/** How many containers each choice of a filter would leave, of those that are or of those that were. */
@Injectable()
export class ContainerFacetsService {
  constructor(private readonly database: Database) {}

  /** Counts of now, or of a time; @throws {ApiError} `BAD_USER_INPUT` for a search or a time that cannot be. */
  async facets(choice: ContainerChoice, asOf: Date | null): Promise<ContainerFacets> {
    if (asOf !== null) await checkTime(this.database, asOf);
    const but = (change: Partial<ContainerFilter>) => ({
      ...choice,
      filter: { ...choice.filter, ...change },
    });
    const [bands, openPaths, rules, states, kinds, groups, byWall] = await Promise.all([
      this.count(() => 'j.band', but({ bands: null }), asOf),
      this.countPaths(but({ openPaths: null }), asOf),
      this.countRules(but({ rules: null }), asOf),
      this.count(stateOf, but({ states: everyState }), asOf),
      this.count(() => 'c.kind', but({ kinds: everyKind }), asOf),
      this.count(() => 'm.name', but({ groups: null }), asOf, joinHostGroups),
      this.countWalls(choice, asOf),
    ]);
    return {
      bands: countsOf(bands, Object.values(Band)).map(({ value: band, count }) => ({ band, count })),
      openPaths,
      rules,
      states: countsOf(states, everyState).map(({ value: state, count }) => ({ state, count })),
      kinds: countsOf(kinds, everyKind).map(({ value: kind, count }) => ({ kind, count })),
      groups: Array.from(groups, ([group, count]) => ({ group, count })),
      openWalls: byWall.open,
      unknownWalls: byWall.unknown,
    };
  }

  private async count(
    value: (source: Source) => string,
    choice: ContainerChoice,
    asOf: Date | null,
    join = '',
  ): Promise<Map<string, number>> {
    const parameters = new Parameters();
    const source = sourceAt(asOf, parameters);
    const where = containerConditions(choice, source, parameters);
    const from = `${source.from} ${join}`;
    return countBy(this.database, { value: value(source), from, where, limit: 100 }, parameters);
  }

  /** Rows of a query over `f`: the judgements of what was chosen, each once, with the number `n` of its containers. */
  private ofVerdicts<Row>(choice: ContainerChoice, asOf: Date | null, query: string): Promise<Row[]> {
    const parameters = new Parameters();
    const source = sourceAt(asOf, parameters);
    const where = containerConditions(choice, source, parameters);
    return this.database.query<Row & Record<string, unknown>>(
      `WITH f AS (SELECT j.id, count(*) AS n ${source.from} WHERE ${where} GROUP BY j.id) ${query}`,
      parameters.values,
    );
  }

  private countPaths(choice: ContainerChoice, asOf: Date | null): Promise<PathCount[]> {
    return this.ofVerdicts(
      choice,
      asOf,
      `SELECT p->>'path' AS path, sum(f.n)::int AS count
       FROM f JOIN judgement j ON j.id = f.id, jsonb_array_elements(j.paths) p
       WHERE p->>'state' = 'open' GROUP BY 1 ORDER BY count DESC, path`,
    );
  }

  private countRules(choice: ContainerChoice, asOf: Date | null): Promise<FindingRuleCount[]> {
    return this.ofVerdicts(
      choice,
      asOf,
      `SELECT o.rule_id AS rule, sum(f.n)::int AS count
       FROM f JOIN outcome o ON o.judgement_id = f.id AND o.state = 'fail' GROUP BY 1 ORDER BY count DESC, rule`,
    );
  }

  /** Without a judgement every wall is unknown. */
  private async countWalls(
    choice: ContainerChoice,
    asOf: Date | null,
  ): Promise<Record<'open' | 'unknown', WallCount[]>> {
    const rows = await this.ofVerdicts<{ wall: Wall | null; state: string | null; n: number }>(
      choice,
      asOf,
      `SELECT w->>'wall' AS wall, w->>'state' AS state, sum(f.n)::int AS n FROM f
       LEFT JOIN judgement j ON j.id = f.id LEFT JOIN LATERAL jsonb_array_elements(j.walls) w ON true
       WHERE j.walls IS NULL OR w->>'state' IN ('open', 'unknown') GROUP BY 1, 2`,
    );
    const unjudged = rows.find(({ wall }) => wall === null)?.n ?? 0;
    const counted = (state: 'open' | 'unknown', besides: number) =>
      walls.flatMap((wall) => {
        const found = rows.find((row) => row.wall === wall && row.state === state)?.n ?? 0;
        return found + besides === 0 ? [] : [{ wall, count: found + besides }];
      });
    return { open: counted('open', 0), unknown: counted('unknown', unjudged) };
  }
}

const stateOf = ({ unheard }: Source): string =>
  `CASE WHEN c.state = 'gone' THEN 'gone' WHEN ${unheard} THEN 'unknown' ELSE 'running' END`;
