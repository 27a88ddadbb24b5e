import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../apps/api/src/database/database.js';
import { openJudgements } from '../../apps/api/src/judgement/judgement-writer.js';
import type { Triple } from '../../apps/api/src/judgement/triple.js';
import { hashDocument, type Posture, type Traits } from '../../packages/posture/src/index.js';
import { closedPosture, hostDocument } from '../harness/documents.js';

/** A private Redis on a free port, gone when stopped. */
export class Redis {
  private constructor(
    readonly url: string,
    private readonly port: number,
    private readonly directory: string,
    private child: ChildProcess,
  ) {}

  static async start(): Promise<Redis> {
    const port = await freePort();
    const directory = mkdtempSync(join(tmpdir(), 'shoji-redis-'));
    return new Redis(`redis://127.0.0.1:${port}`, port, directory, spawnRedis(port, directory));
  }

  /** Ends the server at once and starts an empty one in its place. */
  async lose(): Promise<void> {
    await ended(this.child, 'SIGKILL');
    this.child = spawnRedis(this.port, this.directory);
  }

  async stop(): Promise<void> {
    await ended(this.child, 'SIGTERM');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const spawnRedis = (port: number, directory: string) =>
  spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', ''], {
    stdio: 'ignore',
  });

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Waits for a condition; fails with what it last saw. */
export async function until<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(seen)} after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A running container with its documents and no verdict, straight in the tables. */
export async function addUnjudged(
  database: Database,
  change: Partial<Posture> = {},
): Promise<Triple & { id: string }> {
  const posture = closedPosture(change);
  const traits: Traits = {
    schema: 'shoji.traits/1',
    runtime: 'docker',
    declared: null,
    deviations: [],
    ports: [],
    orphan: null,
  };
  const triple = {
    posture: hashDocument(posture),
    host: hashDocument(hostDocument),
    traits: hashDocument(traits),
  };
  const insert = (table: string, hash: string, document: unknown) =>
    database.query(`INSERT INTO ${table} (hash, document) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      hash,
      JSON.stringify(document),
    ]);
  await insert('posture', triple.posture, posture);
  await insert('host_document', triple.host, hostDocument);
  await insert('traits', triple.traits, traits);
  await openJudgements(database, [triple]);
  const [row] = await database.query<{ id: string }>(
    `WITH h AS (INSERT INTO host (name) VALUES ('h') RETURNING id)
     INSERT INTO container (host_id, key, kind, runtime, name, instance, instance_hash, posture_hash, host_hash, traits_hash,
       first_seen, judgement_id)
     SELECT h.id, $1, 'container', 'docker', 'c', '{}', 'i', $2, $3, $4, now(), j.id FROM h, judgement j
     WHERE (j.posture_hash, j.host_hash, j.traits_hash) = ($2, $3, $4) RETURNING id`,
    [randomUUID(), triple.posture, triple.host, triple.traits],
  );
  return { id: row!.id, ...triple };
}

/** How many distinct triples there are, and how many containers have a verdict. */
export async function verdicts(
  database: Database,
): Promise<{ judgements: number; judged: number; unjudged: number }> {
  const [row] = await database.query<{ judgements: number; judged: number; unjudged: number }>(
    `SELECT (SELECT count(*)::int FROM judgement) AS judgements,
       count(*) FILTER (WHERE j.score IS NOT NULL)::int AS judged, count(*) FILTER (WHERE j.rule_set IS NULL)::int AS unjudged
     FROM container c JOIN judgement j ON j.id = c.judgement_id`,
  );
  return row!;
}
