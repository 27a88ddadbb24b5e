/** The bundled collector in a machine with AppArmor and pure cgroup v2, against what that machine's kernel says itself. */
import {
  posture as postureSchema,
  type NamespaceType,
  type Posture,
} from '../../packages/posture/src/index.js';
import { cast, lonelyLimit, parent } from './cast.js';
import { observe, type Scanned } from './observe.js';
import type { Facts } from './witness.js';

// Here and not in a hook: where there is nothing to see, that is one failure and not hundreds.
const seen = await observe();

const kernelOf = (name: string): Facts => seen.kernel.members[name]!;
const scannedOf = (name: string, by = seen.root): Scanned =>
  by.find(({ instance }) => instance.pid === kernelOf(name).pid)!;

/** Ids of containers and layers, which the collector replaces in what it hashes. */
const stable = (path: string): string => path.replace(/[0-9a-f]{64}/g, '<id>');

type Known<T> = Exclude<T, { unreadable: string } | { unsupported: string }>;

describe.each(cast.map(({ name }) => name))('%s', (name) => {
  let posture: Posture;
  let kernel: Facts;
  beforeAll(() => {
    kernel = kernelOf(name);
    posture = scannedOf(name).posture;
  });

  it('is there with a valid document in which nothing is unread but what cgroup v2 hides', () => {
    expect(postureSchema.safeParse(posture).error).toBeUndefined();
    const { devices, ...cgroups } = posture.cgroups;
    expect(devices).toEqual({ unreadable: expect.stringContaining('cgroup v2') as string });
    expect(JSON.stringify({ ...posture, cgroups })).not.toContain('"unreadable"');
  });

  it('has the namespaces of the kernel', () => {
    for (const [type, relation] of Object.entries(kernel.namespaces)) {
      const told = posture.namespaces[type as NamespaceType];
      expect([type, told === 'host']).toEqual([type, relation === 'host']);
    }
    expect(scannedOf(name).instance.namespaceIds).toEqual(kernel.namespaceIds);
  });

  it('has the ids that the kernel shows inside and outside, and its id maps', () => {
    expect(posture.user).toEqual(kernel.user);
  });

  it('has the five capability sets of the kernel', () => {
    expect(posture.capabilities).toEqual(kernel.capabilities);
  });

  it('has the seccomp mode and number of filters of the kernel', () => {
    expect(posture.seccomp).toEqual(kernel.seccomp);
  });

  it('has the AppArmor profile and mode of the kernel, and no SELinux', () => {
    const { profile, mode } = kernel.apparmor;
    expect(posture.lsm).toEqual({
      apparmor: { profile: stable(profile), mode },
      selinux: { unsupported: expect.any(String) as string },
    });
  });

  it('has the tightest limits of its cgroup and all ancestors', () => {
    const { memory, pids, cpu, io, writable } = kernel.cgroups;
    expect(posture.cgroups).toMatchObject({
      version: 2,
      memory: { limit: memory.limit, swap: memory.swap, high: memory.high },
      pids: { limit: pids.limit },
      cpu,
      io: { limits: io },
      writable,
    });
  });

  it('has the sixteen resource limits of the kernel', () => {
    expect(posture.rlimits).toEqual(kernel.rlimits);
  });

  it('has the root file system that the kernel leads to', () => {
    expect(posture.filesystem.root).toEqual(kernel.root);
  });

  it('has only mounts that the kernel has, with their options and propagation', () => {
    for (const mount of posture.filesystem.mounts as Known<Posture['filesystem']['mounts']>) {
      const lines = kernel.mounts.filter(({ destination }) => stable(destination) === mount.destination);
      const fits = lines.some(
        ({ type, propagation, options, superOptions }) =>
          type === mount.type &&
          propagation === mount.propagation &&
          mount.readonly === [...options, ...superOptions.split(',')].includes('ro') &&
          mount.options.every((option) => options.includes(option)),
      );
      expect([mount, fits]).toEqual([mount, true]);
    }
  });

  it('has every mount that shows files of the host', () => {
    const disks = seen.kernel.hostMounts.filter(({ type }) => type === 'ext4' || type === 'tmpfs');
    const host = new Set(disks.map(({ device }) => device));
    const bound = kernel.mounts
      .filter(({ device, destination }) => host.has(device) && destination !== '/')
      .filter(({ destination }) => stable(destination) === destination);
    const mounts = posture.filesystem.mounts as Known<Posture['filesystem']['mounts']>;
    for (const { destination } of bound) {
      expect(mounts).toContainEqual(
        expect.objectContaining({ destination, fromHost: true, source: expect.any(String) as string }),
      );
    }
  });

  it('tells masked, read-only and exposed paths as they open', () => {
    const { maskedPaths, readonlyPaths, exposedPaths } = posture.filesystem;
    const told = { maskedPaths, readonlyPaths, exposedPaths } as Record<string, string[]>;
    const states = (path: string): string =>
      Object.keys(told)
        .filter((key) => told[key]!.includes(path))
        .join();
    for (const path of told['maskedPaths']!)
      expect([path, kernel.kernelPaths[path]]).toEqual([path, 'masked']);
    for (const path of told['readonlyPaths']!)
      expect([path, kernel.kernelPaths[path]]).toEqual([path, 'readonly']);
    for (const path of seen.kernel.covered) {
      const readable = ['readonly', 'exposed'].includes(kernel.kernelPaths[path]!);
      expect([path, states(path).includes('exposed')]).toEqual([path, readable]);
    }
    for (const path of seen.kernel.writeProtected) {
      const state = kernel.kernelPaths[path]!;
      if (state !== 'masked')
        expect([path, states(path)]).toEqual([path, state === 'absent' ? '' : `${state}Paths`]);
    }
  });

  it('has the device nodes of the kernel', () => {
    const nodes = posture.filesystem.devices as Known<Posture['filesystem']['devices']>;
    expect(nodes.filter(({ path }) => path.split('/').length === 3)).toEqual(kernel.devices);
  });

  it('has the processes that stand apart from its init', () => {
    if (kernel.deviations === null) return;
    const told = scannedOf(name).instance.deviations.flatMap(({ wall, pids }) =>
      pids.map((pid) => `${pid} ${wall}`),
    );
    const real = Object.entries(kernel.deviations).flatMap(([pid, walls]) =>
      walls.map((wall) => `${pid} ${wall}`),
    );
    expect([...new Set(told)].sort()).toEqual(real.sort());
  });
});

describe('what the lab is there to show', () => {
  const lsm = (name: string) => scannedOf(name).posture.lsm.apparmor;

  it.each([
    ['docker-default', 'docker-default', 'enforce'],
    ['docker-privileged', 'unconfined', 'unconfined'],
    ['docker-apparmor-enforce', 'lab-enforce', 'enforce'],
    ['docker-apparmor-unconfined', 'unconfined', 'unconfined'],
    ['docker-unfiltered', 'docker-default', 'enforce'],
    ['apparmor-complain', 'lab-complain', 'complain'],
    ['apparmor-child', 'lab-enforce//child', 'enforce'],
    ['apparmor-stacked', expect.stringContaining('//&') as string, 'mixed'],
  ])('%s is under %s in mode %s', (name, profile, mode) => {
    expect(lsm(name)).toEqual({ profile, mode });
  });

  it('a limit of the parent binds more tightly than its own', () => {
    const { memory, pids } = scannedOf('docker-below-a-limit').posture.cgroups;
    expect(memory).toMatchObject({ limit: parent.memory, boundAt: parent.path });
    expect(pids).toEqual({ limit: parent.pids, boundAt: parent.path });
  });

  it('a limit of its own is bound at itself', () => {
    expect(scannedOf('docker-hardened').posture.cgroups.memory).toMatchObject({
      limit: 64 << 20,
      boundAt: 'self',
    });
  });

  it('a process whose only wall is a memory limit has that limit', () => {
    expect(scannedOf('memory-limit-only')).toMatchObject({
      instance: { kind: 'process' },
      posture: { cgroups: { memory: { limit: lonelyLimit.memory } } },
    });
  });

  it('docker exec --privileged shows with its process', () => {
    const walls = scannedOf('docker-exec-privileged').instance.deviations.map(({ wall }) => wall);
    expect(walls).toEqual(expect.arrayContaining(['capabilities', 'user']));
  });

  it('a namespace that several share is the own one of exactly one of them', () => {
    const owners = new Map<string, number>();
    for (const { instance, posture } of seen.root) {
      for (const [type, inode] of Object.entries(instance.namespaceIds)) {
        const told = posture.namespaces[type as NamespaceType];
        const key = `${type} ${inode}`;
        if (told !== 'host') owners.set(key, (owners.get(key) ?? 0) + (told === 'own' ? 1 : 0));
      }
    }
    expect([...owners].filter(([, count]) => count !== 1)).toEqual([]);
  });

  it('a container that joins the network of another one has not a network of its own', () => {
    expect(scannedOf('docker-joined').posture.namespaces.network).toBe('container');
    expect(scannedOf('docker-default').posture.namespaces.network).toBe('own');
  });

  it('root inside a user namespace is nobody outside', () => {
    expect(scannedOf('lxc-mapped').posture.user).toMatchObject({ uid: 0, hostUid: 500_000 });
  });

  it('the source of every mount is the file that the container sees', () => {
    expect(seen.kernel.wrongSources).toEqual([]);
  });

  it('no process with a namespace of its own is left out', () => {
    const inits = new Set(seen.root.map(({ instance }) => instance.pid));
    const known = new Set(
      seen.root.flatMap(({ instance }) => Object.entries(instance.namespaceIds).map((id) => id.join())),
    );
    const deviating = new Set(
      seen.root.flatMap(({ instance }) => instance.deviations.flatMap(({ pids }) => pids)),
    );
    const missing = Object.entries(seen.kernel.foreign).filter(
      ([pid, ids]) =>
        !inits.has(Number(pid)) &&
        !deviating.has(Number(pid)) &&
        !Object.entries(ids).every((id) => known.has(id.join())),
    );
    expect(missing).toEqual([]);
  });
});

describe('the host', () => {
  it('is what its kernel says', () => {
    const { kernel, lsms, capLastCap, lockdown } = seen.kernel.host;
    expect(seen.host).toMatchObject({
      kernel,
      lsms,
      capLastCap,
      lockdown,
      cgroupMode: 'v2',
      architecture: 'x86_64',
    });
  });
});

describe('run --check', () => {
  it('as root misses only what cgroup v2 hides', () => {
    expect(seen.check).toMatch(/^Everything that a full reading needs is here/);
    expect(seen.check).toContain(`${seen.root.length} containers found`);
    expect(seen.check).toContain('cgroup v2 device programs cannot be read');
    expect(seen.check).not.toMatch(/EACCES|EPERM|EXDEV/);
  });
});

describe('a reader without privilege', () => {
  it("takes nothing that it cannot read for a value: each fact is the kernel's or says why it is not", () => {
    expect(seen.tester.length).toBeGreaterThan(0);
    const wrong = seen.tester.flatMap(({ id, posture }) => {
      const whole = seen.root.find((container) => container.id === id);
      return whole ? differences(posture, whole.posture, whole.instance.name) : [`${id} is known to root`];
    });
    expect(wrong).toEqual([]);
  });

  it('says for containers of others that it may not look', () => {
    const { posture } = scannedOf('docker-privileged', seen.tester);
    expect(posture.namespaces.network).toEqual({ unreadable: 'EACCES' });
    expect(posture.filesystem.devices).toEqual({ unreadable: expect.any(String) as string });
  });

  it('is told by run --check what would help', () => {
    expect(seen.testerCheck).toContain('CAP_SYS_PTRACE');
  });
});

/** Paths at which `told` is neither the same as `whole` nor a reason for not knowing. */
function differences(told: unknown, whole: unknown, path: string): string[] {
  if (typeof told === 'object' && told !== null && 'unreadable' in told)
    return typeof told.unreadable === 'string' && told.unreadable !== '' ? [] : [`${path}: no reason`];
  if (typeof told !== 'object' || told === null || Array.isArray(told))
    return JSON.stringify(told) === JSON.stringify(whole)
      ? []
      : [`${path}: ${JSON.stringify(told)?.slice(0, 200)} but ${JSON.stringify(whole)?.slice(0, 200)}`];
  const other = (whole ?? {}) as Record<string, unknown>;
  return Object.entries(told).flatMap(([key, value]) => differences(value, other[key], `${path}.${key}`));
}
