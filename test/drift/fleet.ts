import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { createEnrolmentToken } from '../../apps/api/src/access/enrolment-token.js';
import type { Role } from '../../apps/api/src/access/principal.js';
import { parseConfig } from '../../apps/api/src/config.js';
import { DriftWorker } from '../../apps/api/src/drift/drift.worker.js';
import { WorkerModule } from '../../apps/api/src/worker.module.js';
import type { HostDocument, Posture } from '../../packages/posture/src/index.js';
import { bearer, TestApp, type Answer } from '../graphql/app.js';
import { closedPosture, hostDocument, instanceOf } from '../harness/documents.js';
import { HandmadeHost, type Reported } from '../harness/host.js';
import { until } from '../jobs/harness.js';

/** One drift as these tests look at it. */
export interface Seen {
  id: string;
  cause: string;
  state: string;
  resolution: string | null;
  score: number;
  upTo: number;
  since: string;
  decidedBy: string | null;
  note: string | null;
  container: { id: string; name: string; key: string };
  workload: { id: string; name: string };
  changes: { field: string; direction: string; points: number; before: unknown; after: unknown }[];
}

const fields = `id cause state resolution score upTo since decidedBy note container { id name key } workload { id name }
  changes { field direction points before after }`;

/** API and worker on one database, and hosts that say what they are told. */
export class Fleet {
  private constructor(
    readonly app: TestApp,
    readonly worker: INestApplicationContext,
    private readonly headers: Record<string, string>,
  ) {}

  static async start(): Promise<Fleet> {
    const app = await TestApp.start();
    const config = parseConfig({
      NODE_ENV: 'test',
      DATABASE_URL: app.databaseUrl,
      DRIFT_STABLE_SECONDS: '0',
    });
    const worker = await NestFactory.createApplicationContext(WorkerModule.with(config), { logger: false });
    return new Fleet(app, worker, bearer(await app.token('analyst')));
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.app.close();
  }

  async host(name: string): Promise<HandmadeHost> {
    const host = new HandmadeHost(this.app.url, name);
    const { token } = await createEnrolmentToken(this.app.database, {
      name,
      maxUses: 1,
      expiresAt: new Date(Date.now() + 60_000),
    });
    expect((await host.enrol(token)).status).toBe(200);
    return host;
  }

  async ask<T>(query: string, variables?: Record<string, unknown>, role?: Role): Promise<Answer<T>> {
    return this.app.ask<T>(query, variables, role ? bearer(await this.app.token(role)) : this.headers);
  }

  /** What is not resolved of one workload, or what the filter says. */
  async drift(filter: Record<string, unknown> = {}): Promise<Seen[]> {
    const { data, errors } = await this.ask<{ drift: { nodes: Seen[] } }>(
      `query ($filter: DriftFilter) { drift(filter: $filter, first: 100) { nodes { ${fields} } } }`,
      { filter },
    );
    expect(errors).toEqual([]);
    return data.drift.nodes;
  }

  async decide(
    what: 'approve' | 'reject',
    id: string,
    note = 'as planned',
    role?: Role,
  ): Promise<Answer<{ made: Seen }>> {
    return this.ask<{ made: Seen }>(
      `mutation ($id: ID!, $note: String!) { made: ${what}Drift(id: $id, note: $note) { ${fields} } }`,
      { id, note },
      role,
    );
  }

  /** Waits until drift is found as the condition says, a sweep at a time. */
  async driftUntil(filter: Record<string, unknown>, holds: (seen: Seen[]) => boolean): Promise<Seen[]> {
    return until(() => this.drift(filter), holds, 20);
  }

  /** Waits until every container has been judged and settled against its baseline as they are now. */
  async settled(): Promise<void> {
    const open = `SELECT count(*)::int AS n FROM container c JOIN judgement j ON j.id = c.judgement_id
      LEFT JOIN workload_member m ON m.container_id = c.id LEFT JOIN baseline b ON b.workload_id = m.workload_id AND b.replaced_at IS NULL
      WHERE c.state = 'running' AND (j.rule_set IS NULL OR b.id IS NULL OR m.checked IS NULL)`;
    await until(
      async () => (await this.app.database.query<{ n: number }>(open))[0]?.n,
      (n) => n === 0,
    );
    await this.sweep();
  }

  /** Sweeps until nothing waits for a comparison any more. */
  async sweep(): Promise<void> {
    await this.worker.get(DriftWorker).sweep();
    await until(
      async () => {
        await this.worker.get(DriftWorker).sweep();
        return this.app.database.query(
          `SELECT m.container_id FROM workload_member m JOIN container c ON c.id = m.container_id AND c.state = 'running'
           WHERE m.checked IS NULL`,
        );
      },
      (rows) => rows.length === 0,
    );
  }
}

/** A replica of a compose service with the postures that a test gives it. */
export const replica = (
  service: string,
  id: string,
  change: Partial<Posture> = {},
  more: Partial<Reported['instance']> = {},
): Reported => ({
  posture: closedPosture(change),
  instance: instanceOf(id, {
    name: `${service}-${id}`,
    labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service },
    ...more,
  }),
});

/** The usual host with one runtime's settings. */
export const hostWith = (configuration: Record<string, string | boolean>): HostDocument => ({
  ...hostDocument,
  runtimes: [{ name: 'docker', version: '20.10.24', configuration }],
});
