/** What a report costs the server, against a bare Fastify route that takes the same bodies. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { closedPosture, hostDocument, instanceOf } from '../test/harness/documents.js';
import { HandmadeHost, type Reported } from '../test/harness/host.js';
import { stopProcess } from '../test/harness/process.js';
import type { System } from '../test/harness/system.js';
import { peakRss, printRatio, processCpu } from './measure.js';

const hosts = 20;
const containersPerHost = 50;
/** Reports of each host that only warm the server up. */
const warmUp = 50;
const heartbeatsPerHost = 200;
const changesPerHost = 20;
const connections = 16;

interface Signed {
  body: Buffer;
  headers: Record<string, string>;
}

/** Sends every request over a few kept-alive connections, each host's in order; requests a second. */
async function send(port: number, queues: Signed[][]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = [...queues];
  const started = performance.now();
  const work = async () => {
    for (let queue = waiting.pop(); queue; queue = waiting.pop()) {
      for (const item of queue) await post(agent, port, item);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return (queues.flat().length / (performance.now() - started)) * 1000;
}

const post = (agent: Agent, port: number, { body, headers }: Signed): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: '/v1/report',
        method: 'POST',
        headers: { ...headers, 'content-length': body.length },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode}: ${text}`)),
        );
      },
    );
    sent.on('error', reject).end(body);
  });

/** Sends the product and a bare route the same signed bodies. */
export async function benchIntake(system: System): Promise<void> {
  const bare = fork(new URL('./bare.mjs', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    const [barePort] = (await once(bare, 'message')) as [number];
    const api = system.pidOf('api');
    const apiPort = Number(/(?:^|\0)API_PORT=(\d+)/.exec(readFileSync(`/proc/${api}/environ`, 'utf8'))?.[1]);
    const token = await system.shoji('enroll-token', 'create', '--name', 'bench', '--uses', String(hosts));
    const fleet = await Promise.all(
      Array.from({ length: hosts }, async (_, index) => {
        const host = new HandmadeHost(system.url, `bench-${index}`);
        const answer = await host.enrol(token);
        if (!answer.ok) throw new Error(`enrolment: ${answer.status} ${await answer.text()}`);
        return host;
      }),
    );
    const containers: Reported[] = Array.from({ length: containersPerHost }, (_, index) => ({
      posture: closedPosture(),
      instance: instanceOf(`container-${index}`),
    }));
    const sign = (host: HandmadeHost, message: object) => host.request('/v1/report', message);
    const first = fleet.map((host) => host.build(hostDocument, containers));
    await send(
      apiPort,
      fleet.map((host, index) => [sign(host, first[index] ?? {})]),
    );

    const prepared = fleet.map((host, index) => {
      const last = first[index];
      return last
        ? Array.from({ length: warmUp + heartbeatsPerHost }, () => sign(host, host.heartbeat(last)))
        : [];
    });
    await send(
      apiPort,
      prepared.map((queue) => queue.slice(0, warmUp)),
    );
    const heartbeats = prepared.map((queue) => queue.slice(warmUp));
    const before = processCpu(api);
    const unchanged = await send(apiPort, heartbeats);
    const cpu = (processCpu(api) - before) / (hosts * heartbeatsPerHost);
    const bytes = heartbeats[0]?.[0]?.body.length ?? 0;
    printRatio({
      what: `unchanged report, ${bytes} bytes`,
      ours: unchanged,
      peer: await send(barePort, heartbeats),
      unit: 'reports/s',
      peerName: 'bare Fastify',
    });
    console.log(`${'unchanged report, CPU of the API'.padEnd(46)} ${cpu.toFixed(2).padStart(9)} ms`);

    const changes = fleet.map((host) =>
      Array.from({ length: changesPerHost }, (_, round) => {
        const changed = containers.map((item, index) =>
          index === 0 ? { ...item, instance: { ...item.instance, pid: 100 + round } } : item,
        );
        return sign(host, host.build(hostDocument, changed));
      }),
    );
    const full = await send(apiPort, changes);
    printRatio({
      what: `full report, ${containersPerHost} containers, 1 changed`,
      ours: full,
      peer: await send(barePort, changes),
      unit: 'reports/s',
      peerName: 'bare Fastify',
    });
    console.log(
      `${'collector, peak resident set'.padEnd(46)} ${peakRss(system.pidOf('collector')).toFixed(1).padStart(9)} MiB`,
    );
  } finally {
    await stopProcess(bare);
  }
}
