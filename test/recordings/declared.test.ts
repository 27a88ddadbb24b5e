/**
 * What runtimes were asked for on the recorded hosts: it is what their command lines say, and where the kernel enforces
 * something else, that and nothing but that is named.
 */
import { existsSync } from 'node:fs';
import { declaredDifferences, isKnown, isUnreadable, posture, type Posture } from '@shoji/posture';
import { capabilityNames } from '@shoji/procfs';
import { declaredOf } from '../../apps/collector/src/runtimes/declared.js';
import type { Files } from '../../apps/collector/src/read/files.js';
import { hostNames, jsonIn, readerOf, unpack } from './unpack.js';

interface Expected {
  containers: Recorded[];
}

interface Recorded {
  name: string;
  engine: string;
  daemon: string;
  init: number;
  declared: Words;
}

/** What a person read in the command line, in the words of whoever wrote the recordings down. */
interface Words {
  cap_bounding?: string;
  cap_effective?: string;
  seccomp?: number;
  no_new_privs?: boolean;
  apparmor?: [string, string];
  ns?: Record<string, string>;
  uid?: number;
  uid_map?: [number, number, number][];
  memory_max?: number | null;
  memory_swap_max_raw?: string;
  cpus?: number | null;
  pids_max?: number | null;
  cpuset_effective?: string;
  nofile?: [string, string];
  rootfs_readonly?: boolean;
  sys_readonly?: boolean;
  mounts?: [string, string, boolean][];
  unmasked?: string[];
  block_devices?: string[] | string;
}

/** The true differences of each recorded host; of all other containers there are none. */
const systemdSlice = '/custom.slice/custom-parent.slice';
const trueDifferences = (host: string): Record<string, string[]> => ({
  'd-rootfs': [
    'weaker cgroups.writable: it can write to a cgroup file system',
    'weaker filesystem.mounts: only the top is read-only: /host/dev, …',
  ],
  'd-etcproc': [
    'weaker cgroups.writable: it can write to a cgroup file system',
    'weaker filesystem.mounts: only the top is read-only: /host/sys/fs/…',
  ],
  // Rootless, with the host's network, podman binds all of the host's /sys instead of making one.
  'q-hosts': ['weaker cgroups.writable: it can write to a cgroup file system'],
  // A second mount asked to be shared, and so docker shares all that do not say otherwise.
  'd-sysctl': ['weaker filesystem.mounts: what is mounted below /data shows on the host'],
  'd-aacomplain': [
    'weaker lsm.apparmor: the profile is in complain mode: it writes to the log and stops nothing',
  ],
  'd-cgparent': ['memory', 'pids'].map(
    (controller) =>
      `stronger cgroups.${controller}.limit: the parent cgroup ${host === 'vm-aa' ? '/custom/parent' : systemdSlice} has a lower limit`,
  ),
});

describe.each(hostNames)('%s', (host) => {
  const { directory, remove } = unpack(host);
  afterAll(remove);
  const recorded = jsonIn<Expected>(directory, 'expected.json').containers.filter(
    ({ name, init }) => existsSync(`${directory}/oci/${name}/config.json`) && init,
  );
  const declared = (name: string): Posture => {
    const docker = `${directory}/docker/inspect/${name}.json`;
    const files = {
      readText: () => JSON.stringify(jsonIn<{ HostConfig: object }[]>(docker, '')[0]!.HostConfig),
    } as unknown as Files;
    return declaredOf(
      files,
      { procfs: '/proc', sysfs: '/sys', rootfs: '/' },
      {
        own: null,
        runc: null,
        rootless: false,
        supervisor: '',
        runtime: existsSync(docker) ? 'docker' : 'podman',
        config: jsonIn(directory, `oci/${name}/config.json`),
        docker: existsSync(docker) ? 'record' : null,
      },
    )!.posture;
  };

  it('holds many containers', () => {
    expect(recorded.length).toBeGreaterThan(60);
  });

  it.each(recorded.map((entry) => [entry.name, entry] as const))(
    '%s was asked for as its command line says',
    (name, entry) => {
      const document = declared(name);
      expect(posture.parse(document)).toEqual(document);
      expect(shortOf(document, entry)).toEqual({});
    },
  );

  it('names the true differences and no other', async () => {
    const { containers, host: document } = await readerOf(directory).read(new Date(0));
    const cpus = isKnown(document.cpus) ? document.cpus : null;
    const found: Record<string, string[]> = {};
    for (const { name, init } of recorded) {
      const container = containers.find(({ instance }) => instance.pid === init);
      expect([name, container?.instance.pid]).toEqual([name, init]);
      const lines = declaredDifferences(declared(name), container!.posture, cpus)
        // The kernel shows no device list of cgroup version 2, of no container.
        .filter(({ direction, field }) => !(direction === 'unknown' && field === 'cgroups.devices'))
        .map(({ direction, field, note }) => `${direction} ${field}: ${note}`);
      if (lines.length > 0)
        found[name] = lines.map((line) =>
          line.replace(/(\/host\/dev,|\/host\/sys\/fs\/).*/, '$1…').replace('dev,…', 'dev, …'),
        );
    }
    expect(found).toEqual(trueDifferences(host));
  });
});

const kernelTypes = {
  mnt: 'mount',
  pid: 'pid',
  net: 'network',
  ipc: 'ipc',
  uts: 'uts',
  user: 'user',
  cgroup: 'cgroup',
} as const;

const defaultTasksMax = 4686;

/** Where a document says something else than the words do; a rootless runtime does not know the host's ids. */
function shortOf(document: Posture, { declared: words, daemon }: Recorded): Record<string, unknown> {
  const wrong: Record<string, unknown> = {};
  const check = (key: keyof Words, said: unknown, means: (word: never) => unknown = (word) => word) => {
    if (words[key] === undefined) return;
    const wanted = means(words[key] as never);
    if (JSON.stringify(said) !== JSON.stringify(wanted)) wrong[key] = { said, wanted };
  };
  const rootless = daemon === 'rootless';
  const { user, capabilities, cgroups, rlimits, filesystem, lsm } = document;
  const mask = (hex: string) => capabilityNames(BigInt(`0x${hex}`)).sort();
  check('cap_bounding', capabilities.bounding, mask);
  // Of a user who is not root the kernel takes them away, whatever was asked for.
  if (user.uid === 0) check('cap_effective', capabilities.effective, mask);
  check('seccomp', document.seccomp.mode, (mode: number) => (mode === 0 ? 'disabled' : 'filter'));
  check('no_new_privs', user.noNewPrivileges);
  check(
    'apparmor',
    isKnown(lsm.apparmor) ? lsm.apparmor.profile : 'unconfined',
    ([profile]: [string]) => profile,
  );
  for (const [type, name] of Object.entries(kernelTypes)) {
    const word = words.ns?.[type];
    const said = document.namespaces[name];
    if (word === undefined || (rootless && type === 'user')) continue;
    const wanted = word === 'private' ? 'own' : word.startsWith('container:') ? 'container' : word;
    if (said !== wanted && !(isUnreadable(said) && wanted === 'own')) wrong[`ns.${type}`] = { said, wanted };
  }
  if (!rootless) check('uid', user.hostUid);
  if (!rootless)
    check('uid_map', user.uidMappings, (map: [number, number, number][]) =>
      map.map(([containerId, hostId, size]) => ({ containerId, hostId, size })),
    );
  check('memory_max', cgroups.memory.limit);
  check('memory_swap_max_raw', cgroups.memory.swap, Number);
  const { quota, period } = cgroups.cpu;
  check('cpus', quota === null ? null : Number(quota) / Number(period));
  // What systemd gives every unit that has no limit.
  if (words.pids_max !== defaultTasksMax) check('pids_max', cgroups.pids.limit);
  check('cpuset_effective', cgroups.cpu.cpus);
  check('nofile', rlimits.nofile, ([soft, hard]: [string, string]) => ({
    soft: Number(soft),
    hard: Number(hard),
  }));
  check('rootfs_readonly', isKnown(filesystem.root) && filesystem.root.readonly);
  const mounts = isKnown(filesystem.mounts) ? filesystem.mounts : [];
  check('sys_readonly', !mounts.some(({ destination, readonly }) => destination === '/sys' && !readonly));
  for (const [destination, , readonly] of words.mounts ?? []) {
    const said = mounts.find(
      (mount) => mount.destination.replace('/var/run', '/run') === destination.replace('/var/run', '/run'),
    );
    if (said?.readonly !== readonly) wrong[`mount ${destination}`] = { said, readonly };
  }
  const masked = isKnown(filesystem.maskedPaths) ? filesystem.maskedPaths : [];
  const closable = ['/proc/acpi', '/proc/kcore', '/proc/keys', '/proc/timer_list', '/sys/firmware'];
  check(
    'unmasked',
    closable.filter((path) => !masked.includes(path)),
  );
  const blocks = (isKnown(filesystem.devices) ? filesystem.devices : []).filter(({ type }) => type === 'b');
  if (Array.isArray(words.block_devices))
    check(
      'block_devices',
      blocks.map(({ path }) => path),
    );
  else if (
    words.block_devices !== undefined &&
    blocks.length === 0 &&
    !mounts.some(({ source }) => source === '/dev/vda')
  )
    wrong.block_devices = { said: blocks, wanted: words.block_devices };
  return wrong;
}
