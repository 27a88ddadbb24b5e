/** Every container of the recorded hosts, field by field, against what an independent reader made of the same files. */
import { readFileSync } from 'node:fs';
import { isKnown, rlimitNames, type Mount } from '@shoji/posture';
import { ContainerReader, type ReadWalls } from '../../apps/collector/src/read/container.js';
import { SurroundingsReader } from '../../apps/collector/src/read/surroundings.js';
import { ByNamespace, readHostNamespaces } from '../../apps/collector/src/read/namespaces.js';
import { relations } from '../../apps/collector/src/read/relations.js';
import { ProcessTable, type Process } from '../../apps/collector/src/read/processes.js';
import { createReplayFiles } from '../../apps/collector/src/recording/replay.js';
import type { Expected, ExpectedContainer } from './expected.js';
import { devicesAsListed, expectedCgroups } from './limits.js';
import {
  deviationsOf,
  inside,
  isOwnSysfs,
  isToldElsewhere,
  knownForms,
  maskOf,
  newlyMasked,
  nodesOf,
  ociNames,
  runtimeFiles,
  stable,
  sysfsAt,
  type Listing,
} from './mapping.js';
import { goldenNames, jsonIn, unpack } from './unpack.js';

const roots = { procfs: '/proc', sysfs: '/sys', rootfs: '/' };
const all = new Set(Object.values(ociNames));

/** Reads the walls of one container, whichever way it was found: its init and its processes are what the recording says. */
function readerOfWalls(directory: string) {
  const files = createReplayFiles(directory);
  const surroundings = new SurroundingsReader({ roots, files }, all);
  const table = new Map(
    new ProcessTable(files, '/proc', all).read().map((process) => [process.pid, process]),
  );
  const host = readHostNamespaces(files, '/proc', all);
  return (expected: ExpectedContainer): { walls: ReadWalls; init: Process; processes: Process[] } => {
    const init = table.get(expected.pid)!;
    const others = expected.processes.flatMap(({ pid }) => (pid === init.pid ? [] : (table.get(pid) ?? [])));
    const group = {
      kind: 'container' as const,
      claim: init.cgroups.claim,
      init,
      processes: [init, ...others],
      parent: table.get(init.ppid) ?? null,
      within: null,
      ownCgroup: null,
    };
    const relation = relations(init, host, { owner: new ByNamespace(), hidden: new Map() });
    const walls = new ContainerReader().read(group, relation, surroundings.read());
    return { walls, init, processes: group.processes };
  };
}

const sorted = <T>(values: T[]): T[] => [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));

describe.each(goldenNames)('%s', (name) => {
  const { directory, remove } = unpack(name);
  afterAll(remove);
  const readWalls = readerOfWalls(directory);
  const text = (path: string): string => readFileSync(`${directory}/fs${path}`, 'utf8');
  const listings = jsonIn<Record<string, Listing>>(directory, 'dev.json');
  const { containers } = jsonIn<Expected>(directory, 'expected.json');
  const cases = containers.flatMap(({ name: title, kernel }) =>
    kernel ? [[title, kernel, () => readWalls(kernel)] as const] : [],
  );

  it('has containers to compare', () =>
    expect(cases.length).toBeGreaterThan(name === 'vm-selinux' ? 30 : 90));

  describe.each(cases)('%s', (title, kernel, read) => {
    const { walls, init, processes } = read();
    const { posture } = walls;

    it('stands in the namespaces that were seen', () => {
      const links = Object.entries(kernel.ns).map(([type, link]) => [
        ociNames[type],
        Number(/\d+/.exec(link)),
      ]);
      expect(init.namespaces).toEqual(Object.fromEntries(links));
      const hosts = Object.entries(kernel.ns_relation).map(([type, relation]) => [
        ociNames[type],
        relation === 'host' ? 'host' : 'own',
      ]);
      expect(posture.namespaces).toEqual(Object.fromEntries(hosts));
    });

    it('has the identity that was seen', () => {
      const mappings = (map: ExpectedContainer['uid_map']) =>
        map.map(([containerId, hostId, size]) => ({ containerId, hostId, size }));
      expect(posture.user).toEqual({
        uid: inside(kernel.uid[1]!, kernel.uid_map),
        gid: inside(kernel.gid[1]!, kernel.gid_map),
        additionalGids: [...new Set(kernel.groups.map((id) => inside(id, kernel.gid_map)))].sort(
          (a, b) => a - b,
        ),
        hostUid: kernel.uid[1],
        uidMappings: mappings(kernel.uid_map),
        gidMappings: mappings(kernel.gid_map),
        noNewPrivileges: kernel.no_new_privs,
      });
    });

    it('has the capabilities that were seen', () => {
      const masks = Object.entries(posture.capabilities).map(([set, names]) => [set, maskOf(names)]);
      expect(Object.fromEntries(masks)).toEqual(kernel.caps);
    });

    it('has the seccomp filters and labels that were seen', () => {
      const mode = ['disabled', 'strict', 'filter'][kernel.seccomp];
      expect(posture.seccomp).toEqual({ mode, filters: kernel.seccomp_filters });
      expect(posture.lsm).toEqual(
        name === 'vm-selinux'
          ? {
              apparmor: { unsupported: 'AppArmor is not enabled' },
              selinux: { unsupported: 'SELinux has no policy loaded' },
            }
          : {
              apparmor: { profile: kernel.apparmor.label, mode: kernel.apparmor.mode },
              selinux: { unsupported: 'SELinux is not enabled' },
            },
      );
    });

    it('has the limits that were seen', () => {
      const { limits } = kernel;
      const { memory, cpu, pids, io, version, devices, writable } = posture.cgroups;
      const own = init.cgroups.claim?.cgroup ?? init.cgroups.path;
      expect({
        ...{ version, memory, pids, writable },
        ...{ weight: cpu.weight, devices: devicesAsListed(devices) },
      }).toEqual(expectedCgroups(directory, kernel, own));
      expect(isKnown(cpu.quota) && isKnown(cpu.period) && cpu.quota && cpu.quota / cpu.period!).toBe(
        limits.cpus_effective,
      );
      const ofAll = version === 1 ? 'cpuset/cpuset.effective_cpus' : 'cpuset.cpus.effective';
      expect(cpu.cpus).toBe(
        limits.cpuset_effective === null || text(`/sys/fs/cgroup/${ofAll}`).trim() === limits.cpuset_effective
          ? null
          : limits.cpuset_effective,
      );
      const throttles = /^(\d+):(\d+) (.*)$/.exec(limits.io_max ?? '');
      const number = (key: string) =>
        Number(new RegExp(`${key}=(\\d+)`).exec(throttles?.[3] ?? '')?.[1]) || null;
      const keys = ['rbps', 'wbps', 'riops', 'wiops'].map((key) => [key, number(key)]);
      expect(io.limits).toEqual(
        throttles
          ? [{ major: Number(throttles[1]), minor: Number(throttles[2]), ...Object.fromEntries(keys) }]
          : [],
      );
    });

    it('has the sixteen resource limits of the kernel', () => {
      const lines = text(`/proc/${kernel.pid}/limits`).split('\n').slice(1, -1);
      const values = lines.map((line) => {
        const [, soft, hard] = /^.{26}(\S+) +(\S+)/.exec(line)!;
        const value = (word: string) => (word === 'unlimited' ? null : Number(word));
        return { soft: value(soft!), hard: value(hard!) };
      });
      const order = [
        'cpu',
        'fsize',
        'data',
        'stack',
        'core',
        'rss',
        'nproc',
        'nofile',
        'memlock',
        'as',
        'locks',
      ];
      const rest = ['sigpending', 'msgqueue', 'nice', 'rtprio', 'rttime'];
      expect(rlimitNames).toHaveLength(16);
      expect(posture.rlimits).toEqual(
        Object.fromEntries([...order, ...rest].map((key, index) => [key, values[index]])),
      );
      const [soft, hard] = kernel.nofile.map(Number);
      expect(posture.rlimits.nofile).toEqual({ soft, hard });
    });

    it('has the root and the kernel paths that were seen', () => {
      const {
        rootfs,
        masked,
        unmasked,
        not_readonly: open,
        readonly_paths: closed,
        sys_readonly,
      } = kernel.mounts;
      const { root, maskedPaths, readonlyPaths, exposedPaths, mounts } = posture.filesystem;
      if (rootfs === null) expect(root).toEqual({ unreadable: 'no root mount' });
      else expect(root).toMatchObject({ type: rootfs.fs, readonly: rootfs.readonly });
      const byForm = knownForms(name, title);
      // Where the hierarchies of version 1 hang is a directory in memory that hides nothing.
      expect(maskedPaths).toEqual(sorted([...masked.filter((path) => path !== '/sys/fs/cgroup'), ...byForm]));
      expect(readonlyPaths).toEqual(sorted(closed));
      // What is not there needs no cover: the independent reader asked only whether something covers it.
      const absent = (path: string) => path.startsWith('/sys/') && !sysfsAt(text, kernel.pid, path);
      const exposed = [...(unmasked ?? []), ...open].filter(
        (path) => !absent(path) && !byForm.includes(path),
      );
      expect((exposedPaths as string[]).filter((path) => !newlyMasked.includes(path))).toEqual(
        sorted(exposed),
      );
      const sys = (mounts as { destination: string; readonly: boolean }[]).some(
        (mount) => mount.destination === '/sys' && !mount.readonly,
      );
      expect(sys).toBe(sys_readonly === false);
    });

    it('has the mounts of the host that were seen', () => {
      const mounts = posture.filesystem.mounts as Mount[];
      const ours = mounts
        .filter(({ fromHost, destination }) => fromHost === true && !runtimeFiles.includes(destination))
        .map(({ destination, source, readonly }) => `${destination} <- ${source} ${readonly ? 'ro' : 'rw'}`);
      const seen = kernel.mounts.host_mounts
        .filter((mount) => !isToldElsewhere(mount) && !knownForms(name, title).includes(mount.at))
        .map(
          ({ at, host_path, readonly }) => `${stable(at)} <- ${stable(host_path)} ${readonly ? 'ro' : 'rw'}`,
        );
      expect(sorted(ours)).toEqual(sorted(seen));
      // Parts of its own sysfs at another place are mounts, but no host's.
      for (const { at, fs } of kernel.mounts.host_mounts)
        if (isOwnSysfs(at, fs)) expect(mounts.map(({ destination }) => destination)).toContain(at);
    });

    it('has the processes and deviations that were seen', () => {
      const living = kernel.processes.filter(({ state }) => state !== 'Z');
      expect(processes.map(({ pid }) => pid).sort((a, b) => a - b)).toEqual(
        living.map(({ pid }) => pid).sort((a, b) => a - b),
      );
      const found = walls.deviations.flatMap(({ wall, difference, pids, count }) => {
        expect(count).toBe(pids.length);
        return pids.map((pid) => `${pid} ${wall}: ${difference}`);
      });
      expect(found.sort()).toEqual(
        kernel.deviating.flatMap((process) => deviationsOf(kernel, process)).sort(),
      );
    });

    it('has the devices that were seen', () => {
      const { devices } = posture.filesystem;
      if (kernel.mounts.rootfs === null) return expect(devices).toEqual({ unreadable: 'no root mount' });
      const nodes = devices as { path: string; type: string; major: number; minor: number }[];
      const blocks = nodes.filter(({ type }) => type === 'b');
      expect(blocks.map(({ path, major, minor }) => `${path} ${major}:${minor}`).sort()).toEqual(
        kernel.block_devices.map(({ path, dev }) => `/dev/${path} ${dev}`).sort(),
      );
      const chars = nodes.filter(({ type }) => type === 'c').map(({ path }) => path.slice('/dev/'.length));
      // Which pseudo terminals a container has is chance.
      const terminals = nodesOf(listings, kernel.pid).filter(({ dev }) => dev?.startsWith('136:'));
      const lasting = kernel.char_devices.filter(
        (path) => !path.startsWith('pts/') && !terminals.some((terminal) => terminal.path === path),
      );
      return expect(sorted(chars)).toEqual(sorted(lasting));
    });
  });
});
