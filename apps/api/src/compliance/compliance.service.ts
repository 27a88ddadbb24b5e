import { Injectable } from '@nestjs/common';
import type { HostDocument } from '@shoji/posture';
import {
  controlState,
  isAssessed,
  stateOver,
  type AssessedControl,
  type Control,
  type OutcomeState,
} from '@shoji/rules';
import { sourceAt } from '../containers/as-of.js';
import type { ContainerFilter } from '../containers/container.model.js';
import { containerConditions } from '../containers/container-conditions.js';
import { Database } from '../database/database.js';
import { Parameters } from '../graphql/parameters.js';
import { judgeHost } from '../rules/host-judge.js';
import type { Compliance, ControlResult } from './compliance.model.js';
import type { KnownFramework } from './frameworks.js';

type Counts = Record<OutcomeState, number>;

const none = (): Counts => ({ pass: 0, fail: 0, unknown: 0, 'not-applicable': 0 });

interface Counted {
  containers: number;
  controls: { control: string; state: OutcomeState; n: number }[];
}

/** How frameworks' controls stand, counted over what the rules said. */
@Injectable()
export class ComplianceService {
  constructor(private readonly database: Database) {}

  /** Over the containers that the filter asks for and their hosts; over all that run where it asks for nothing. */
  async over({ framework, model }: KnownFramework, filter: ContainerFilter | null): Promise<Compliance> {
    const assessed = framework.controls.filter(isAssessed);
    const [containers, hosts] = await Promise.all([
      this.#containers(
        assessed.filter(({ about }) => about === 'container'),
        filter,
      ),
      this.#hosts(
        assessed.filter(({ about }) => about === 'host'),
        filter,
      ),
    ]);
    const counts = new Map([...containers.counts, ...hosts.counts]);
    const results = framework.controls.map((control, index): ControlResult => {
      const count = counts.get(control.id) ?? none();
      return {
        control: model.controls[index] as Compliance['framework']['controls'][number],
        state: isAssessed(control) ? stateOver(count) : 'not-assessed',
        pass: count.pass,
        fail: count.fail,
        unknown: count.unknown,
        notApplicable: count['not-applicable'],
      };
    });
    const standing = (state: ControlResult['state']) =>
      results.filter((result) => result.state === state).length;
    return {
      framework: model,
      containerCount: containers.total,
      hostCount: hosts.total,
      controlCounts: {
        pass: standing('pass'),
        fail: standing('fail'),
        unknown: standing('unknown'),
        notApplicable: standing('not-applicable'),
        notAssessed: standing('not-assessed'),
      },
      results,
    };
  }

  /**
   * Counts containers by control and state, once a distinct judgement: what is not judged, or not by a rule, is
   * unknown. The same as `controlState` of each container.
   */
  async #containers(
    controls: readonly AssessedControl[],
    filter: ContainerFilter | null,
  ): Promise<{ total: number; counts: Map<string, Counts> }> {
    const parameters = new Parameters();
    const pairs = controls.flatMap(({ id, rules }) => rules.map((rule) => [id, rule] as const));
    const ids = parameters.add(pairs.map(([control]) => control));
    const rules = parameters.add(pairs.map(([, rule]) => rule));
    const source = sourceAt(null, parameters);
    const where = containerConditions({ filter: { self: false, ...filter } }, source, parameters);
    const [row] = await this.database.query<Counted & Record<string, unknown>>(
      `WITH shared AS MATERIALIZED (SELECT j.id, count(*)::int AS n ${source.from} WHERE ${where} GROUP BY 1),
         asked AS (SELECT * FROM unnest(${ids}::text[], ${rules}::text[]) AS a(control, rule)),
         standing AS (SELECT s.n, a.control,
             CASE WHEN bool_or(o.state = 'fail') THEN 'fail'
               WHEN bool_or(coalesce(o.state, 'unknown') = 'unknown') THEN 'unknown'
               WHEN bool_or(o.state = 'pass') THEN 'pass' ELSE 'not-applicable' END AS state
           FROM shared s CROSS JOIN asked a
           LEFT JOIN outcome o ON o.judgement_id = s.id AND o.rule_id = a.rule
           GROUP BY s.id, s.n, a.control),
         counted AS (SELECT control, state, sum(n)::int AS n FROM standing GROUP BY control, state)
       SELECT (SELECT coalesce(sum(n), 0)::int FROM shared) AS containers,
         (SELECT coalesce(json_agg(counted), '[]') FROM counted) AS controls`,
      parameters.values,
    );
    const counts = new Map(controls.map(({ id }) => [id, none()]));
    for (const { control, state, n } of row?.controls ?? []) {
      const count = counts.get(control);
      if (count) count[state] = n;
    }
    return { total: row?.containers ?? 0, counts };
  }

  /** The same of hosts, judged once a distinct document: a fleet has few. */
  async #hosts(
    controls: readonly Control[],
    filter: ContainerFilter | null,
  ): Promise<{ total: number; counts: Map<string, Counts> }> {
    const parameters = new Parameters();
    const source = sourceAt(null, parameters);
    const running =
      filter === null
        ? ''
        : `AND h.id IN (SELECT c.host_id ${source.from} WHERE ${containerConditions({ filter: { self: false, ...filter } }, source, parameters)})`;
    const rows = await this.database.query<{ hash: string | null; document: HostDocument | null; n: number }>(
      `SELECT d.hash, d.document, s.n FROM
         (SELECT h.document_hash, count(*)::int AS n FROM host h WHERE h.state <> 'revoked' ${running} GROUP BY 1) s
       LEFT JOIN host_document d ON d.hash = s.document_hash`,
      parameters.values,
    );
    const counts = new Map(controls.map(({ id }) => [id, none()]));
    for (const { hash, document, n } of rows) {
      const outcomes = new Map(
        hash === null || document === null
          ? []
          : judgeHost(hash, document).map(({ rule, state }) => [rule, state]),
      );
      for (const control of controls) {
        const state = controlState(control, (rule) => outcomes.get(rule));
        const count = counts.get(control.id);
        if (count && state !== 'not-assessed') count[state] += n;
      }
    }
    return { total: rows.reduce((sum, { n }) => sum + n, 0), counts };
  }
}
