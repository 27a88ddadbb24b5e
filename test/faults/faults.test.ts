/** Every part is killed in the middle of its work; afterwards the database must equal the kernel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closedPosture, hostDocument, instanceOf } from '../harness/documents.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { HandmadeHost, type Reported } from '../harness/host.js';
import { until } from '../harness/process.js';
import { startSystem, type Part, type System } from '../harness/system.js';
import * as kernel from '../lab/kernel.js';

interface Row {
  key: string;
  name: string;
  posture: { namespaces: unknown; capabilities: unknown; seccomp: unknown };
  instance: { pid: number };
  risk: { judged: boolean };
}

let directory: string;
let lab: Docker;
let system: System;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-faults-'));
  lab = await startDocker(join(directory, 'docker'));
  for (const name of ['fault-a', 'fault-b', 'fault-c']) await lab.start(name, '--network=none');
  system = await startSystem(join(directory, 'data'));
}, 400_000);

afterAll(async () => {
  await system?.stop();
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

const rows = async (search: string, states: string[]): Promise<Row[]> => {
  const { containers } = await system.query<{ containers: { nodes: Row[]; totalCount: number } }>(
    `query ($search: String, $states: [ContainerState!]) {
      containers(first: 200, search: $search, filter: { states: $states }) {
        totalCount nodes { key name posture instance risk { judged } } } }`,
    { search, states },
  );
  return containers.nodes;
};

/** Whether the running containers on record are those of the kernel, field by field, and every one is judged. */
const databaseEqualsKernel = async (): Promise<boolean> => {
  const running = (await lab.docker('ps', '--format', '{{.Names}}')).split('\n').filter(Boolean).sort();
  const recorded = (await rows('name:fault', ['running'])).sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(recorded.map(({ name }) => name)).toEqual(running);
  for (const { name, posture, instance, risk } of recorded) {
    const pid = await lab.pidOf(name);
    expect({ ...posture, pid: instance.pid, judged: risk.judged }).toMatchObject({
      namespaces: kernel.namespaces(pid),
      capabilities: kernel.capabilities(pid),
      seccomp: kernel.seccomp(pid),
      pid,
      judged: true,
    });
  }
  return true;
};

interface Progress {
  /** Reports that were acknowledged. */
  reports: number;
  /** Containers that an acknowledged report spoke of. */
  acknowledged: string[];
}

const most = 150;

/**
 * A host that reports without a rest through all faults, one more container each time and then, so that lists stay short,
 * a change of the first one; notes what was acknowledged.
 */
async function reportThroughFaults(
  host: HandmadeHost,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const containers: Reported[] = [];
  for (let round = 0; !signal.aborted && round < 20_000; round += 1) {
    const id = containers.length < most ? `set-${containers.length}` : null;
    if (id === null)
      containers[0] = { posture: closedPosture(), instance: instanceOf('set-0', { pid: 1 + round }) };
    else containers.push({ posture: closedPosture(), instance: instanceOf(id) });
    const report = host.build(hostDocument, containers);
    for (let tries = 0; tries < 600; tries += 1) {
      const { body, headers } = host.request('/v1/report', report);
      const response = await fetch(`${system.url}/v1/report`, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
      }).catch(() => undefined);
      if (response?.status === 200) {
        progress.reports += 1;
        if (id !== null) progress.acknowledged.push(id);
        break;
      }
      if (response && response.status < 500) throw new Error(`${response.status}: ${await response.text()}`);
      await pause(100);
    }
    await pause(20);
  }
}

describe('after kill -9 in the middle of reports', () => {
  const parts: Part[] = ['api', 'worker', 'collector', 'postgres'];

  it('no acknowledged report is lost and the database equals the kernel, whichever part was killed', async () => {
    const token = await system.shoji('enroll-token', 'create', '--name', 'faults', '--uses', '1');
    const host = new HandmadeHost(system.url, 'set-checker');
    expect((await host.enrol(token)).status).toBe(200);
    const progress: Progress = { reports: 0, acknowledged: [] };
    const stop = new AbortController();
    const sender = reportThroughFaults(host, progress, stop.signal);
    for (const [round, part] of parts.entries()) {
      const before = progress.reports;
      await until('reports flow', () => progress.reports > before + 2, { seconds: 60 });
      const killed = system.pidOf(part);
      await lab.start(`fault-${round}`, '--network=none');
      process.kill(killed, 'SIGKILL');
      await lab.docker('rm', '-f', ['fault-a', 'fault-b', 'fault-c', 'fault-0'][round] ?? '');
      await until(`${part} runs again`, () => system.pidOf(part) !== killed, { seconds: 60 });
      await until('the database equals the kernel', databaseEqualsKernel, { seconds: 90 });
    }
    stop.abort();
    await sender;
    const stored = new Set((await rows('host:set-checker', ['running', 'gone'])).map(({ key }) => key));
    expect(progress.acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(progress.acknowledged.length).toBeGreaterThan(parts.length * 3);
  }, 600_000);

  it('no job is stuck', async () => {
    await until('every container is judged', async () =>
      [...(await rows('host:set-checker', ['running'])), ...(await rows('name:fault', ['running']))].every(
        ({ risk }) => risk.judged,
      ),
    );
  });
});
