/** The whole line on real containers: what GraphQL says against what the kernel says, read a second time by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { posture as postureSchema, type Posture } from '../../packages/posture/src/index.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { until } from '../harness/process.js';
import { startSystem, type System } from '../harness/system.js';
import { agreement } from './agreement.js';
import { startCast } from './cast.js';
import * as kernel from './kernel.js';

interface Container {
  id: string;
  key: string;
  name: string;
  state: string;
  kind: string;
  runtime: string;
  goneAt: string | null;
  postureHash: string;
  posture: Posture;
  instance: { id: string; pid: number; labels: Record<string, string>; namespaceIds: Record<string, number> };
  walls: { wall: string; state: string; reasons: string[] }[];
  risk: {
    score: number;
    upTo: number;
    coverage: number;
    band: string;
    judged: boolean;
    parts: { points: number }[];
  };
  findings: { rule: { id: string }; evidence: { field: string; text: string }[] }[];
  history: { totalCount: number; nodes: { postureHash: string; from: string; to: string | null }[] };
}

const fields = `id key name state kind runtime goneAt postureHash posture instance
  walls { wall state reasons }
  risk { score upTo coverage band judged parts { points } }
  findings { rule { id } evidence { field text } }
  history(first: 3) { totalCount nodes { postureHash from to } }`;

let directory: string;
let lab: Docker;
let system: System;
const pids: Record<string, number> = {};
/** Other daemons of this machine may run containers of the same names. */
let ids: Set<string>;

const containers = async (states = ['running']): Promise<Map<string, Container>> => {
  const { containers } = await system.query<{ containers: { nodes: Container[] } }>(
    `query ($states: [ContainerState!]) { containers(first: 40, search: "name:lab", filter: { states: $states }) { nodes { ${fields} } } }`,
    { states },
  );
  return new Map(
    containers.nodes.filter(({ key }) => ids.has(key)).map((container) => [container.name, container]),
  );
};

const one = async (name: string): Promise<Container> => {
  const container = (await containers()).get(name);
  if (!container) throw new Error(`${name} is not among the running containers`);
  return container;
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'shoji-lab-'));
  lab = await startDocker(join(directory, 'docker'));
  const bounding = BigInt(`0x${kernel.status(process.pid, 'CapBnd')}`);
  const cast = await startCast(lab, bounding);
  for (const name of cast) pids[name] = await lab.pidOf(name);
  ids = new Set((await lab.docker('ps', '-q', '--no-trunc')).split('\n'));
  system = await startSystem(join(directory, 'data'));
  await until('every lab container is there and judged', async () => {
    const seen = await containers();
    return cast.every((name) => seen.get(name)?.risk.judged);
  });
}, 400_000);

afterAll(async () => {
  await system?.stop();
  await lab?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

const cast = [
  'lab-default',
  'lab-twin',
  'lab-open',
  'lab-hardened',
  'lab-sharer',
  'lab-hostfs',
  'lab-run',
  'lab-socket',
  'lab-hostile',
];

describe.each(cast)('the posture of %s', (name) => {
  let container: Container;
  let posture: Posture;
  let pid: number;
  beforeAll(async () => {
    container = await one(name);
    posture = container.posture;
    pid = pids[name]!;
  });

  it('is a valid document of the container that docker started', () => {
    expect(postureSchema.safeParse(posture).error).toBeUndefined();
    expect(container).toMatchObject({
      kind: 'container',
      runtime: 'docker',
      state: 'running',
      instance: { pid },
    });
  });

  it.each(Object.keys(agreement))('has the %s of the kernel', (wall) => {
    const joined = name === 'lab-sharer' ? pids['lab-default'] : undefined;
    agreement[wall]!({ posture, pid, joined, mounts: kernel.mounts(pid) });
  });

  it('has the namespace numbers of the kernel', () => {
    expect(container.instance.namespaceIds).toEqual(kernel.namespaceIds(pid));
  });

  it('has parts of risk that add up to its score', () => {
    const { score, upTo, parts } = container.risk;
    expect(parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6);
    expect(upTo).toBeGreaterThanOrEqual(score);
  });
});

describe('what a person must see', () => {
  it('two identical containers have one posture', async () => {
    expect((await one('lab-twin')).postureHash).toBe((await one('lab-default')).postureHash);
  });

  it('the container that is privileged by parts is the worst, and critical', async () => {
    const all = [...(await containers()).values()];
    const worst = all.reduce((a, b) => (b.risk.score > a.risk.score ? b : a));
    expect(worst).toMatchObject({ name: 'lab-open', risk: { band: 'critical' } });
    const failed = worst.findings.map(({ rule }) => rule.id);
    expect(failed).toEqual(
      expect.arrayContaining(['host-pid-namespace', 'host-network-namespace', 'seccomp-disabled']),
    );
  });

  it('the hardened container is the least exposed', async () => {
    const all = [...(await containers()).values()];
    expect(all.reduce((a, b) => (b.risk.score < a.risk.score ? b : a)).name).toBe('lab-hardened');
  });

  it.each(['lab-hostfs', 'lab-run', 'lab-socket'])('a runtime socket is reachable from %s', async (name) => {
    // The lab's own daemon listens below the temporary directory: the machine's may not run at all.
    const ids = (await one(name)).findings.map(({ rule }) => rule.id);
    expect(ids).toContain('runtime-socket-reachable');
  });

  it('labels keep their bytes', async () => {
    expect((await one('lab-hostile')).instance.labels).toEqual({
      note: '<img src=x onerror=alert(1)>',
      escape: '\u001b[31mred\u0007',
    });
  });
});

describe('what happens while one looks', () => {
  it('a new container appears within one report', async () => {
    ids.add(await lab.start('lab-late', '--network=none'));
    await until(
      'lab-late is there and judged',
      async () => (await containers()).get('lab-late')?.risk.judged === true,
    );
  });

  it('a container whose init was killed is gone, and its history is kept', async () => {
    const before = await one('lab-killed');
    process.kill(pids['lab-killed']!, 'SIGKILL');
    await until('lab-killed is gone', async () => (await containers(['gone'])).has('lab-killed'));
    const after = (await containers(['gone'])).get('lab-killed')!;
    expect((await containers()).has('lab-killed')).toBe(false);
    expect(after).toMatchObject({ id: before.id, state: 'gone', postureHash: before.postureHash });
    expect(after.goneAt).not.toBeNull();
    expect(after.history).toMatchObject({ totalCount: 1, nodes: [{ postureHash: before.postureHash }] });
    expect(after.history.nodes[0]!.to).not.toBeNull();
  });
});
