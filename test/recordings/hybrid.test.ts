/** The recorded host with the hybrid cgroup v1 hierarchy: every container is found, and has the walls that its kernel had. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadContainer } from '../../apps/collector/src/read/snapshot.js';
import type { Expected } from './make-hybrid.js';
import { neutral } from './neutralise.js';
import { jsonIn, readerOf, unpack } from './unpack.js';

const { directory, remove } = unpack('debian-12-hybrid');
afterAll(remove);
const { containers: expected } = jsonIn<{ containers: Expected[] }>(directory, 'expected.json');

let found: ReadContainer[];
let hostname: string;
beforeAll(async () => {
  const snapshot = await readerOf(directory).read(new Date());
  found = snapshot.containers;
  hostname = snapshot.node.hostname;
});

it('has containers of every runtime that such a kernel takes', () => {
  expect(new Set(expected.map(({ runtime }) => runtime))).toEqual(
    new Set(['docker', 'containerd', 'podman', 'none', 'lxc', 'systemd-nspawn', 'bubblewrap']),
  );
  expect(expected.length).toBeGreaterThan(20);
});

it('shows what ran there, under its runtime, kind and name, and nothing else', () => {
  const shown = found.map(({ instance: { pid, runtime, kind, name } }) => [pid, runtime.name, kind, name]);
  const ran = expected.map(({ pid, runtime, kind, called }) => [pid, runtime, kind, called]);
  // To map ids podman leaves the host's mounts, and its monitor with it: it is no less podman's for that.
  expect(shown.sort()).toEqual(ran.sort());
});

it('bears the names that stand for the machine', () => {
  expect(hostname).toBe(neutral.hostname);
});

interface Told {
  destination: string;
  source: string | null;
  type: string;
  readonly: boolean;
  propagation: string;
}

describe.each(expected.map((container) => [container.name, container] as const))(
  '%s',
  (_, { pid, kernel }) => {
    let container: ReadContainer;
    beforeAll(() => {
      container = found.find(({ instance }) => instance.pid === pid)!;
    });

    it('stands in the namespaces that were seen', () => {
      expect(container.posture.namespaces).toEqual(kernel.namespaces);
      expect(container.instance.namespaceIds).toEqual(kernel.namespaceIds);
    });

    it('has the identity, capabilities, filters and resource limits that were seen', () => {
      const { user, capabilities, seccomp, rlimits } = container.posture;
      expect({ user, capabilities, seccomp, rlimits }).toEqual({
        user: kernel.user,
        capabilities: kernel.capabilities,
        seccomp: kernel.seccomp,
        rlimits: kernel.rlimits,
      });
    });

    it('has the cgroup v1 limits that were seen, in the hierarchy of each controller', () => {
      const { devices, ...limits } = kernel.cgroups;
      expect(container.posture.cgroups).toMatchObject(limits);
      const rules = container.posture.cgroups.devices as {
        type: string;
        major: number;
        minor: number;
        access: string;
      }[];
      expect(
        rules
          .map(({ type, major, minor, access }) => `${type} ${major ?? '*'}:${minor ?? '*'} ${access}`)
          .sort(),
      ).toEqual(devices);
    });

    it('has the root, device nodes and covers that were seen', () => {
      const { root, devices, ...paths } = container.posture.filesystem;
      expect(root).toEqual(kernel.root ?? { unreadable: 'no root mount' });
      if (kernel.devices === null) expect(devices).toEqual({ unreadable: expect.any(String) as string });
      else
        expect((devices as { path: string }[]).filter(({ path }) => path.split('/').length === 3)).toEqual(
          kernel.devices,
        );
      const lists = {
        masked: paths.maskedPaths as string[],
        readonly: paths.readonlyPaths as string[],
        exposed: paths.exposedPaths as string[],
      };
      const stateIn = (path: string) =>
        Object.entries(lists).flatMap(([state, list]) => (list.includes(path) ? state : []));
      for (const [path, state] of Object.entries(kernel.kernelPaths)) {
        const maskable = !['/proc/sys', '/proc/irq', '/proc/bus', '/proc/fs', '/proc/sysrq-trigger'].includes(
          path,
        );
        // What others mask can be read below a read-only tree, and so is exposed.
        const wanted = state === 'readonly' && maskable ? 'exposed' : state;
        expect([path, ...stateIn(path).filter((told) => told !== state)]).toEqual(
          wanted === state ? [path] : [path, wanted],
        );
        expect([path, stateIn(path)]).toEqual([path, expect.arrayContaining([wanted])]);
      }
    });

    it('has no mount that was not seen', () => {
      const told = container.posture.filesystem.mounts as Told[];
      const unseen = told.filter(
        (mount) =>
          !kernel.mounts.some(
            (line) =>
              line.destination === mount.destination &&
              line.type === mount.type &&
              line.readonly === mount.readonly &&
              line.propagation === mount.propagation,
          ),
      );
      expect(unseen).toEqual([]);
    });
  },
);

it('names the directory of the host that is bound into a container, read-only', () => {
  const { pid } = expected.find(({ name }) => name === 'd-volume')!;
  const mounts = found.find(({ instance }) => instance.pid === pid)!.posture.filesystem.mounts as Told[];
  expect(mounts.find(({ destination }) => destination === '/data')).toMatchObject({
    source: '/srv/lab/data',
    readonly: true,
    fromHost: true,
  });
});

it('holds no process but the first two, the containers, and what started them', () => {
  const proc = join(directory, 'fs/proc');
  const comms = readdirSync(proc)
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readFileSync(join(proc, pid, 'stat'), 'utf8').replace(/^\d+ \((.*)\).*/s, '$1'));
  const launchers = ['containerd-shim', 'conmon', 'lxc-start', 'systemd-nspawn', 'bwrap', 'unshare'];
  expect([...new Set(comms)].sort()).toEqual(['init', 'kthreadd', 'sleep', ...launchers].sort());
});
