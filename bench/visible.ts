/** How soon the score of a changed container can be seen after the report that told of it was acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { hashDocument, type Posture } from '@shoji/posture';
import { closedPosture, hostDocument, instanceOf } from '../test/harness/documents.js';
import { HandmadeHost, type Reported } from '../test/harness/host.js';
import type { System } from '../test/harness/system.js';
import { databaseOf, median, printRatio } from './measure.js';

const hosts = 10;
const containersPerHost = 100;
/** Of each host in each second, each into a posture that nobody has seen. */
const changing = 10;
const seconds = 30;
/** Rounds that only warm the server up. */
const warmUp = 5;
/** Milliseconds between two looks. */
const lookEvery = 5;

/** A hundred changed containers a second: milliseconds from acknowledgement to a score that its row shows, p50 and p99. */
export async function benchVisible(system: System): Promise<void> {
  const client = new pg.Client(databaseOf(system));
  await client.connect();
  try {
    const token = await system.shoji('enroll-token', 'create', '--name', 'visible', '--uses', String(hosts));
    const fleet = Array.from(
      { length: hosts },
      (_, index) => new HandmadeHost(system.url, `visible-${index}`),
    );
    for (const host of fleet) {
      const answer = await host.enrol(token);
      if (!answer.ok) throw new Error(`enrolment: ${answer.status} ${await answer.text()}`);
    }
    const acknowledged: number[] = [];
    /** When the report of a posture was acknowledged, until its score is seen. */
    const waiting = new Map<string, number>();
    const seen: number[] = [];
    const inventories = fleet.map((_, index) =>
      Array.from({ length: containersPerHost }, (_, n): Reported => ({
        posture: closedPosture(),
        instance: instanceOf(`visible-${index}-${n}`),
      })),
    );
    const send = async (host: HandmadeHost, index: number, round: number) => {
      const containers = inventories[index] ?? [];
      const first = (round * changing) % containersPerHost;
      const changed = containers.slice(first, first + changing);
      for (const [n, item] of changed.entries())
        item.posture = unseen((round * hosts + index) * changing + n);
      const started = performance.now();
      const answer = await host.report(hostDocument, containers);
      if (!answer.ok) throw new Error(`report: ${answer.status} ${await answer.text()}`);
      const now = performance.now();
      if (round < warmUp) return;
      acknowledged.push(now - started);
      for (const { posture } of changed) waiting.set(hashDocument(posture), now);
    };
    let sending = true;
    const look = async () => {
      while (sending || waiting.size > 0) {
        const { rows } = await client.query<{ posture: string }>(
          `SELECT DISTINCT c.posture_hash AS posture FROM judgement j JOIN container c ON c.judgement_id = j.id
           WHERE j.posture_hash = ANY ($1) AND j.score IS NOT NULL`,
          [[...waiting.keys()]],
        );
        const now = performance.now();
        for (const { posture } of rows) {
          const since = waiting.get(posture);
          if (since !== undefined) seen.push(now - since);
          waiting.delete(posture);
        }
        await pause(lookEvery);
      }
    };
    const looking = look();
    /** The last report of each host: its next one waits for it, as a collector does. */
    const last = fleet.map(() => Promise.resolve());
    const begun = performance.now();
    for (let round = 0; round < seconds + warmUp; round += 1)
      for (const [index, host] of fleet.entries()) {
        const due = begun + (round + index / hosts) * 1000;
        await pause(Math.max(0, due - performance.now()));
        last[index] = (last[index] ?? Promise.resolve()).then(() => send(host, index, round));
      }
    await Promise.all(last);
    const rate = (seen.length + waiting.size) / ((performance.now() - begun) / 1000 - warmUp);
    sending = false;
    await looking;
    const line = { unit: 'ms', peer: median(acknowledged), peerName: 'its report, until acknowledged' };
    printRatio({
      what: `commit → score, ${rate.toFixed(0)} changed a second, p50`,
      ours: median(seen),
      ...line,
    });
    printRatio({ what: 'the same, p99', ours: quantile(seen, 0.99), ...line });
  } finally {
    await client.end();
  }
}

const quantile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN;

const unseen = (number: number): Posture => {
  const posture = closedPosture();
  const limit = 1025 + number;
  return { ...posture, rlimits: { ...posture.rlimits, nofile: { soft: limit, hard: 1_000_000 } } };
};
