/** The whole line on real containers: what GraphQL says against what the kernel says, read a second time by hand. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { posture as postureSchema, type Posture } from '../../packages/posture/src/index.js';
import { startDocker, type Docker } from '../harness/docker.js';
import { until } from '../harness/process.js';
import { startSystem, type System } from '../harness/system.js';
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

  it('has the namespaces of the kernel', () => {
    expect(posture.namespaces).toEqual(
      kernel.namespaces(pid, name === 'lab-sharer' ? pids['lab-default'] : undefined),
    );
    expect(container.instance.namespaceIds).toEqual(kernel.namespaceIds(pid));
  });

  it('has the ids, id maps and no_new_privs of the kernel', () => {
    expect(posture.user).toEqual(kernel.user(pid));
  });

  it('has the five capability sets of the kernel', () => {
    expect(posture.capabilities).toEqual(kernel.capabilities(pid));
  });

  it('has the seccomp mode and number of filters of the kernel', () => {
    expect(posture.seccomp).toEqual(kernel.seccomp(pid));
  });

  it('has no LSM label on a kernel that has none to give, and says so', () => {
    const given = (() => {
      try {
        return readFileSync(`/proc/${pid}/attr/current`, 'utf8');
      } catch {
        return undefined;
      }
    })();
    if (given === undefined) {
      expect(posture.lsm).toEqual({
        apparmor: { unsupported: expect.any(String) as string },
        selinux: { unsupported: expect.any(String) as string },
      });
    } else {
      expect(JSON.stringify(posture.lsm)).toContain(given.replace(/ \(.*|[\n\0]+$/gs, ''));
    }
  });

  it('has the cgroup limits of the kernel', () => {
    const limits = kernel.cgroupV1(pid);
    expect(posture.cgroups).toMatchObject({
      version: 1,
      memory: { limit: limits.memory, swap: limits.swap },
      cpu: { quota: limits.quota },
      pids: { limit: limits.pids },
      writable: kernel
        .mounts(pid)
        .some(({ type, options }) => /^cgroup2?$/.test(type) && options.includes('rw')),
    });
    const rules = posture.cgroups.devices as {
      type: string;
      major: number | null;
      minor: number | null;
      access: string;
    }[];
    const text = rules.map(
      ({ type, major, minor, access }) => `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`,
    );
    expect(text.sort()).toEqual(limits.devices);
  });

  it('has the sixteen resource limits of the kernel', () => {
    expect(posture.rlimits).toEqual(kernel.rlimits(pid));
  });

  it('has the root file system of the kernel', () => {
    const root = kernel.mounts(pid).find(({ destination }) => destination === '/')!;
    expect(posture.filesystem.root).toEqual({
      type: root.type,
      readonly: root.options.includes('ro'),
      lowerLayers: /lowerdir=([^,]*)/.exec(root.superOptions)![1]!.split(':').length,
    });
  });

  it('has only mounts that the kernel has, with its options and propagation', () => {
    const real = kernel.mounts(pid);
    const mounts = posture.filesystem.mounts as Exclude<
      Posture['filesystem']['mounts'],
      { unreadable: string }
    >;
    for (const mount of mounts as Extract<typeof mounts, unknown[]>) {
      const line = real.findLast(({ destination }) => destination === mount.destination);
      expect(line).toMatchObject({ type: mount.type, propagation: mount.propagation });
      expect(line!.options.includes('ro')).toBe(mount.readonly);
      expect(line!.options).toEqual(expect.arrayContaining(mount.options));
    }
  });

  it('has every mount that shows files of the host', () => {
    const host = new Set(
      kernel
        .mounts('self')
        .filter(({ type }) => type === 'ext4')
        .map(({ device }) => device),
    );
    const bound = kernel.mounts(pid).filter(({ device }) => host.has(device));
    const shown = posture.filesystem.mounts as {
      destination: string;
      fromHost: boolean;
      source: string | null;
    }[];
    for (const { destination } of bound) {
      expect(shown).toContainEqual(
        expect.objectContaining({ destination, fromHost: true, source: expect.any(String) as string }),
      );
    }
  });

  it('tells masked, read-only and exposed paths as the mounts do', () => {
    const { maskedPaths, readonlyPaths, exposedPaths } = posture.filesystem as unknown as Record<
      string,
      string[]
    >;
    const told = { masked: maskedPaths!, readonly: readonlyPaths!, exposed: exposedPaths! };
    for (const [state, paths] of Object.entries(told)) {
      for (const path of paths) expect([path, kernel.pathState(pid, path)]).toEqual([path, state]);
    }
    for (const path of [
      '/proc/keys',
      '/proc/timer_list',
      '/proc/acpi',
      '/proc/sys',
      '/proc/irq',
      '/proc/bus',
      '/sys/firmware',
    ]) {
      const state = kernel.pathState(pid, path);
      if (state !== 'absent') expect(told[state]).toContain(path);
    }
  });

  it('has the device nodes of the kernel', () => {
    const nodes = posture.filesystem.devices as { path: string; type: string }[];
    expect(
      nodes.map(({ path, type }) => ({ path, type })).filter(({ path }) => path.split('/').length === 3),
    ).toEqual(kernel.deviceNodes(pid));
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
