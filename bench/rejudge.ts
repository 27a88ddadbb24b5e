/** How long a new rule set takes to reach every container of a large fleet, against one statement that writes its rows. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { hashDocument, type Subject } from '@shoji/posture';
import { instanceOf } from '../test/harness/documents.js';
import type { System } from '../test/harness/system.js';
import { recordedSubjects } from './judge.js';
import { databaseOf, median, printRatio, processCpu } from './measure.js';

const containers = 500_000;
const postures = 2000;
const hosts = 500;

/** What the fleet was judged with before: no rule set that exists. */
const before = 'before';

/** Changes the rule set under half a million containers and waits until the last of them shows its new verdict. */
export async function benchRejudge(system: System): Promise<void> {
  const client = new pg.Client(databaseOf(system));
  await client.connect();
  try {
    const subjects = await distinctSubjects();
    const worker = system.pidOf('worker');
    await fill(client, subjects);
    const cpu = processCpu(worker);
    const started = performance.now();
    await untilJudged(system);
    const ours = (performance.now() - started) / 1000;
    const judging = (processCpu(worker) - cpu) / 1000;
    const floor = await rewrite(client);
    console.log(
      `${`rule set changed, ${containers} rows, ${postures} postures`.padEnd(46)} ${ours.toFixed(1).padStart(9)} s          ${(ours / floor).toFixed(2).padStart(6)} × one UPDATE of the rows (${floor.toFixed(1)})`,
    );
    console.log(`${'the same, CPU of the worker'.padEnd(46)} ${judging.toFixed(1).padStart(9)} s`);
    printRatio({
      what: 'first page of them, worst first',
      ours: await pageTime(system, 'RISK', 'DESC'),
      unit: 'ms',
      peer: await pageTime(system, 'NAME', 'ASC'),
      peerName: 'the same by name',
    });
  } finally {
    await client.end();
  }
}

/** The recorded containers, varied in a limit that makes each distinct and leaves its verdict as rich as it was. */
async function distinctSubjects(): Promise<Subject[]> {
  const recorded = await recordedSubjects();
  return Array.from({ length: postures }, (_, index) => {
    const { posture, host, traits } = recorded[index % recorded.length] as Subject;
    const rlimits = { ...posture.rlimits, nofile: { soft: 1024 + index, hard: 4096 + index } };
    return { posture: { ...posture, rlimits }, host, traits };
  });
}

/** Writes hosts, documents, verdicts of an older rule set and containers that carry them, all at once. */
async function fill(client: pg.Client, subjects: Subject[]): Promise<void> {
  const documents = (table: string, items: readonly object[]) =>
    client.query(
      `INSERT INTO ${table} (hash, document) SELECT * FROM unnest($1::text[], $2::jsonb[]) ON CONFLICT DO NOTHING`,
      [items.map(hashDocument), items.map((item) => JSON.stringify(item))],
    );
  await client.query('BEGIN');
  await documents(
    'posture',
    subjects.map(({ posture }) => posture),
  );
  const once = <T extends object>(items: T[]) => [
    ...new Map(items.map((item) => [hashDocument(item), item])).values(),
  ];
  await documents('host_document', once(subjects.map(({ host }) => host)));
  await documents('traits', once(subjects.map(({ traits }) => traits)));
  await client.query(
    `INSERT INTO judgement (posture_hash, host_hash, traits_hash, rule_set, judged_at, score, up_to, coverage, band, walls, parts,
       paths, changes, plan)
     SELECT p, h, t, $4, now(), 99, 100, 1, 'critical', '[]', '[]', '[]', '[]', '{"steps": [], "leaves": [], "shortest": false}'
     FROM unnest($1::text[], $2::text[], $3::text[]) AS s (p, h, t)`,
    [
      subjects.map(({ posture }) => hashDocument(posture)),
      subjects.map(({ host }) => hashDocument(host)),
      subjects.map(({ traits }) => hashDocument(traits)),
      before,
    ],
  );
  await client.query(
    `INSERT INTO host (name, state, "interval", last_seen, enrolled_at)
     SELECT 'fleet-' || i, 'active', 3600, now(), now() FROM generate_series(1, $1) i`,
    [hosts],
  );
  await client.query(
    `INSERT INTO container (host_id, key, kind, runtime, name, image_reference, instance, instance_hash, posture_hash, host_hash,
       traits_hash, first_seen, judgement_id)
     SELECT h.id, 'key-' || i, 'container', 'docker', 'service-' || i, 'registry/service:1', $2, 'i', j.posture_hash, j.host_hash,
       j.traits_hash, now(), j.id
     FROM generate_series(0, $1::int - 1) i
     JOIN (SELECT id, row_number() OVER () - 1 AS n FROM host WHERE name LIKE 'fleet-%') h ON h.n = i % $3
     JOIN (SELECT *, row_number() OVER () - 1 AS n FROM judgement WHERE rule_set = $4) j ON j.n = i % $5`,
    [containers, JSON.stringify(instanceOf('service')), hosts, before, postures],
  );
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE container, judgement, posture');
}

interface Progress {
  fleet: { rejudgement: { done: number; total: number } };
}

async function untilJudged(system: System): Promise<void> {
  for (;;) {
    const { fleet } = await system.query<Progress>('{ fleet { rejudgement { done total } } }');
    if (process.env['SHOJI_BENCH_TRACE'])
      console.log(performance.now() | 0, JSON.stringify(fleet.rejudgement));
    if (fleet.rejudgement.done === fleet.rejudgement.total) return;
    await pause(250);
  }
}

/** Seconds that one statement takes to write every row and leave it as it is. */
async function rewrite(client: pg.Client): Promise<number> {
  const started = performance.now();
  await client.query('BEGIN');
  await client.query('UPDATE container SET judgement_id = judgement_id');
  const seconds = (performance.now() - started) / 1000;
  await client.query('ROLLBACK');
  return seconds;
}

/** Milliseconds until a page of the list is answered, the middle of several. */
async function pageTime(system: System, field: string, direction: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const started = performance.now();
    await system.query(
      `{ containers(first: 50, orderBy: { field: ${field}, direction: ${direction} }) { nodes { id risk { score } } } }`,
    );
    times.push(performance.now() - started);
  }
  return median(times);
}
