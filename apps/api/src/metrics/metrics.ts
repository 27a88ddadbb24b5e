import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, register } from 'prom-client';
import { Database } from '../database/database.js';

/** One process has one registry: an instrument that exists is used again (tests start several apps in one process). */
function once<T>(name: string, make: () => T): T {
  return (register.getSingleMetric(name) as T | undefined) ?? make();
}

/** What Prometheus reads of intake. Labels are closed sets: never a host, a name or an address. */
@Injectable()
export class Metrics {
  readonly reports = once(
    'shoji_reports_total',
    () =>
      new Counter({
        name: 'shoji_reports_total',
        help: 'Reports by what became of them',
        labelNames: ['result'] as const,
      }),
  );
  readonly enrolments = once(
    'shoji_enrolments_total',
    () =>
      new Counter({
        name: 'shoji_enrolments_total',
        help: 'Enrolments by what became of them',
        labelNames: ['result'] as const,
      }),
  );
  readonly reportSeconds = once(
    'shoji_report_duration_seconds',
    () =>
      new Histogram({
        name: 'shoji_report_duration_seconds',
        help: 'Time from the body of a report to its commit, of reports taken',
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      }),
  );
  private readonly containers = once(
    'shoji_containers',
    () =>
      new Gauge({ name: 'shoji_containers', help: 'Containers by state', labelNames: ['state'] as const }),
  );
  private readonly hosts = once(
    'shoji_hosts',
    () => new Gauge({ name: 'shoji_hosts', help: 'Hosts by state', labelNames: ['state'] as const }),
  );

  constructor(private readonly database: Database) {}

  /** Every metric in the text format. Counts that only the database knows are left out while it is away. */
  async read(): Promise<{ contentType: string; text: string }> {
    await this.count().catch(() => {
      this.containers.reset();
      this.hosts.reset();
    });
    return { contentType: register.contentType, text: await register.metrics() };
  }

  private async count(): Promise<void> {
    const rows = await this.database.query<{ kind: 'containers' | 'hosts'; state: string; count: number }>(
      `SELECT 'containers' AS kind, s.state::text, (SELECT count(*)::int FROM container c WHERE c.state = s.state) AS count
         FROM unnest(enum_range(NULL::container_state)) AS s (state)
       UNION ALL
       SELECT 'hosts', s.state::text, (SELECT count(*)::int FROM host h WHERE h.state = s.state)
         FROM unnest(enum_range(NULL::host_state)) AS s (state)`,
    );
    for (const { kind, state, count } of rows) this[kind].set({ state }, count);
  }
}
