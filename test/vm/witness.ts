/**
 * Runs in the guest: prints what its kernel says of every member of the cast, read without a line of the collector's code.
 * Where it can, it asks in another way: ids are translated by the kernel itself, for a reader inside the user namespace.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
} from 'node:fs';
import { release } from 'node:os';
import * as kernel from '../lab/kernel.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const cgroups = '/sys/fs/cgroup';
/** Below a member's cgroup path, at it, or above it. */
const cgroupOf = (pid: number): string => /^0::(.*)$/m.exec(read(`/proc/${pid}/cgroup`))?.[1] ?? '';

/** The cgroup and its ancestors, the root last. */
function levels(path: string): string[] {
  const parts = path.split('/').filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('/');
}

const limit = (text: string): number | null => (text === 'max' ? null : Number(text));

/** Values of a file at all levels that have it: a controller that is off there has none. */
const values = (path: string, file: string): { level: string; text: string }[] =>
  levels(path)
    .map((level) => ({ level, file: `${cgroups}${level}/${file}` }))
    .filter(({ file }) => existsSync(file))
    .map(({ level, file }) => ({ level, text: read(file).trim() }));

/** The smallest limit and the innermost level that sets it. */
function tightest(path: string, file: string): { limit: number | null; level: string | null } {
  let found: { limit: number | null; level: string | null } = { limit: null, level: null };
  for (const { level, text } of values(path, file)) {
    const own = limit(text);
    if (own !== null && (found.limit === null || own < found.limit)) found = { limit: own, level };
  }
  return found;
}

/** Of several `quota period`, the one that leaves the least of a processor. */
function bandwidth(path: string): { quota: number | null; period: number | null } {
  const all = values(path, 'cpu.max')
    .map(({ text }) => text.split(' '))
    .filter(([quota]) => quota !== 'max')
    .map(([quota, period]) => ({ quota: Number(quota), period: Number(period) }));
  all.sort((a, b) => a.quota / a.period - b.quota / b.period);
  return all[0] ?? { quota: null, period: null };
}

/** Throttles in force by device, `8:0 rbps=max wbps=1 …`, over all levels. */
function throttles(path: string): Record<string, number | null>[] {
  const devices = new Map<string, Record<string, number | null>>();
  for (const { text } of values(path, 'io.max')) {
    for (const line of text.split('\n').filter(Boolean)) {
      const [device = '', ...pairs] = line.split(' ');
      const [major, minor] = device.split(':').map(Number) as [number, number];
      const known = devices.get(device) ?? { major, minor, rbps: null, wbps: null, riops: null, wiops: null };
      for (const [key = '', value = ''] of pairs.map((pair) => pair.split('='))) {
        const [a, b] = [known[key] ?? null, limit(value)];
        known[key] = a === null ? b : b === null ? a : Math.min(a, b);
      }
      devices.set(device, known);
    }
  }
  return [...devices.values()];
}

function cgroupFacts(pid: number) {
  const path = cgroupOf(pid);
  const own = (file: string): string | null =>
    existsSync(`${cgroups}${path}/${file}`) ? read(`${cgroups}${path}/${file}`).trim() : null;
  const weight = own('cpu.weight');
  const cpus = values(path, 'cpuset.cpus.effective').map(({ text }) => text);
  const memory = tightest(path, 'memory.max');
  const pids = tightest(path, 'pids.max');
  return {
    path,
    memory: {
      ...memory,
      swap: tightest(path, 'memory.swap.max').limit,
      high: tightest(path, 'memory.high').limit,
    },
    pids,
    cpu: {
      ...bandwidth(path),
      weight: weight === null ? null : Number(weight),
      cpus: cpus[0] === cpus.at(-1) ? null : cpus[0],
    },
    io: throttles(path),
    writable: kernel
      .mounts(pid)
      .some(({ type, options }) => type.startsWith('cgroup') && options.includes('rw')),
  };
}

/** Ids as a reader inside the process's user namespace is shown them. */
function user(pid: number) {
  const file = `/proc/${pid}/status`;
  const enter = ['--user', '--preserve-credentials', '--target', String(pid), 'cat', file];
  // Nobody can enter the namespace that they are in.
  const foreign = kernel.namespaces(pid)['user'] !== 'host';
  const inside = foreign ? execFileSync('nsenter', enter, { encoding: 'utf8' }) : read(file);
  const numbers = (key: string): number[] =>
    (new RegExp(`^${key}:(.*)$`, 'm').exec(inside)?.[1] ?? '')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  const { uidMappings, gidMappings, noNewPrivileges, hostUid } = kernel.user(pid);
  return {
    uid: numbers('Uid')[1],
    gid: numbers('Gid')[1],
    additionalGids: [...new Set(numbers('Groups'))].sort((a, b) => a - b),
    hostUid,
    uidMappings,
    gidMappings,
    noNewPrivileges,
  };
}

/** Profile and mode, where the kernel gives one (apparmor(7)); the mode again from its list of loaded profiles. */
function apparmor(pid: number) {
  const label = read(`/proc/${pid}/attr/apparmor/current`).replace(/\n$/, '');
  const [, profile = label, mode = 'unconfined'] = /^(.*) \((\w+)\)$/s.exec(label) ?? [];
  const loaded = read('/sys/kernel/security/apparmor/profiles').split('\n');
  return { profile, mode, listed: loaded.find((line) => line.startsWith(`${profile} (`)) ?? null };
}

const pathOnly = 0x200000; // O_PATH of open(2)

/** The mount that a path of the container leads to, by the id that the kernel gives for an open file (proc_pid_fdinfo(5)). */
function mountAt(pid: number, path: string): string | undefined {
  let file: number;
  try {
    file = openSync(`/proc/${pid}/root${path}`, pathOnly | constants.O_NOFOLLOW);
  } catch {
    return undefined;
  }
  const id = /^mnt_id:\s*(\d+)/m.exec(read(`/proc/self/fdinfo/${file}`))?.[1];
  closeSync(file);
  return read(`/proc/${pid}/mountinfo`)
    .split('\n')
    .find((line) => line.startsWith(`${id} `));
}

/** Read-only by the mount or by its file system. */
const isReadonly = (line: string): boolean =>
  line.split(' - ').some((half) => /[ ,]ro(,|$| )/.test(half.replace(/^(\S+ ){4}/, ' ')));

/** What runtimes cover, and what they make read-only, as their sources say (moby's and containers/common's default lists). */
const covered = [
  'acpi',
  'asound',
  'interrupts',
  'kcore',
  'keys',
  'latency_stats',
  'sched_debug',
  'scsi',
  'timer_list',
]
  .concat('timer_stats')
  .map((name) => `/proc/${name}`)
  .concat('/sys/firmware');
const writeProtected = ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `/proc/${name}`);

/** How these paths, and all that something is mounted on, stand for the container. */
function kernelPaths(pid: number, mounted: string[]): Record<string, string> {
  const paths = [...covered, ...writeProtected, ...mounted.filter((path) => /^\/(proc|sys)\/./.test(path))];
  const state = (path: string): string => {
    const line = mountAt(pid, path);
    if (line === undefined) return 'absent';
    if (!/ - (proc|sysfs) /.test(line)) return 'masked';
    return isReadonly(line) ? 'readonly' : 'exposed';
  };
  return Object.fromEntries(paths.map((path) => [path, state(path)]));
}

const everyPid = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const bits = (pid: number, key: string): bigint => BigInt(`0x${kernel.status(pid, key)}`);

/** The walls at which a process differs from its container's init; of capabilities and identity, by having more. */
function deviation(init: number, pid: number): string[] {
  const differ = (of: (pid: number) => unknown): boolean =>
    JSON.stringify(of(init)) !== JSON.stringify(of(pid));
  const more = ['CapEff', 'CapPrm', 'CapInh', 'CapBnd', 'CapAmb'].some(
    (key) => bits(pid, key) & ~bits(init, key),
  );
  const root = kernel.user(init).uid !== 0 && kernel.user(pid).uid === 0;
  const [had, has] = [kernel.seccomp(init), kernel.seccomp(pid)];
  const walls: [string, boolean][] = [
    ['namespaces', differ(kernel.namespaceIds)],
    ['user', root || ['uid_map', 'gid_map'].some((file) => differ((of) => read(`/proc/${of}/${file}`)))],
    ['user', differ((of) => kernel.status(of, 'NoNewPrivs'))],
    ['capabilities', more],
    ['seccomp', had.mode !== has.mode || has.filters < had.filters],
    ['lsm', differ((of) => read(`/proc/${of}/attr/apparmor/current`))],
    ['filesystem', differ((of) => readlinkSync(`/proc/${of}/root`))],
  ];
  return [...new Set(walls.filter(([, differs]) => differs).map(([wall]) => wall))];
}

/** By pid, the processes of the member's cgroup that deviate. Only where the cgroup is the member's alone. */
function deviations(init: number, inits: number[]): Record<number, string[]> | null {
  const path = cgroupOf(init);
  const within = (pid: number): boolean => `${cgroupOf(pid)}/`.startsWith(`${path}/`);
  if (path === '/' || inits.some((other) => other !== init && within(other))) return null;
  const found = everyPid()
    .filter((pid) => pid !== init && existsSync(`/proc/${pid}/cgroup`) && within(pid))
    .map((pid) => [pid, deviation(init, pid)] as const);
  return Object.fromEntries(found.filter(([, walls]) => walls.length > 0));
}

/**
 * Every process that is not in the host's namespaces, whoever made it; but podman's conmon, which has a mount namespace of
 * its own where its container has id maps of its own, is the runtime's.
 */
function foreign(inits: readonly number[]): Record<number, Record<string, number>> {
  const host = kernel.namespaceIds(2);
  const parents = new Set(inits.map((pid) => /^PPid:\t(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]));
  const looksAfter = (pid: number): boolean =>
    parents.has(String(pid)) && read(`/proc/${pid}/comm`) === 'conmon\n';
  const found: Record<number, Record<string, number>> = {};
  for (const pid of everyPid()) {
    if (!existsSync(`/proc/${pid}/exe`) || looksAfter(pid)) continue;
    const others = Object.entries(kernel.namespaceIds(pid)).filter(([name, inode]) => inode !== host[name]);
    if (others.length > 0) found[pid] = Object.fromEntries(others);
  }
  return found;
}

function facts(pid: number, inits: number[]) {
  const mounts = kernel.mounts(pid);
  const root = mountAt(pid, '/') ?? '';
  return {
    pid,
    // Rootless containers and their like share one: who of them is the owner, the kernel does not say.
    namespaceIds: kernel.namespaceIds(pid),
    namespaces: kernel.namespaces(pid),
    user: user(pid),
    capabilities: kernel.capabilities(pid),
    seccomp: kernel.seccomp(pid),
    apparmor: apparmor(pid),
    cgroups: cgroupFacts(pid),
    rlimits: kernel.rlimits(pid),
    root: {
      type: / - (\S+) /.exec(root)?.[1],
      readonly: isReadonly(root),
      lowerLayers: /lowerdir=([^,]*)/.exec(root)?.[1]?.split(':').length ?? null,
    },
    mounts,
    kernelPaths: kernelPaths(
      pid,
      mounts.map(({ destination }) => destination),
    ),
    devices: kernel.deviceNodes(pid),
    deviations: deviations(pid, inits),
  };
}

/** Whether the source that the collector names is the very file that the container sees there, if it sees any. */
function isSame(pid: number, destination: string, source: string): boolean {
  const [inside, outside] = [`/proc/${pid}/root${destination}`, source].map((path) =>
    statSync(path, { throwIfNoEntry: false }),
  );
  return inside === undefined || (inside.dev === outside?.dev && inside.ino === outside.ino);
}

interface Scan {
  containers: Scanned[];
}

interface Scanned {
  instance: { pid: number };
  posture: { filesystem: { mounts: { destination: string; source: string | null; fromHost: boolean }[] } };
}

/** Mounts of the collector's answer whose source is another file than it says. */
function wrongSources({ containers }: Scan): string[] {
  return containers.flatMap(({ instance: { pid }, posture }) =>
    posture.filesystem.mounts
      .filter(({ destination, fromHost }) => fromHost && !destination.includes('<id>'))
      .filter(({ source }) => source !== null && !source.includes('<id>'))
      .filter(({ destination, source }) => !isSame(pid, destination, source ?? ''))
      .map(({ destination, source }) => `${pid}: ${destination} is not ${source}`),
  );
}

export type Facts = ReturnType<typeof facts>;

export interface Testimony {
  members: Record<string, Facts>;
  foreign: Record<number, Record<string, number>>;
  hostMounts: kernel.MountLine[];
  host: { kernel: string; lsms: string[]; capLastCap: number; lockdown: string };
  /** Paths that runtimes close, as far as this kernel has them. */
  covered: string[];
  writeProtected: string[];
  wrongSources: string[];
}

/** The guest alone has this file; what the collector said is given as an argument. */
if (existsSync('/lab/pids.json')) {
  const pids = JSON.parse(read('/lab/pids.json')) as Record<string, number>;
  const inits = Object.values(pids);
  const testimony: Testimony = {
    members: Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, facts(pid, inits)])),
    foreign: foreign(inits),
    hostMounts: kernel.mounts(1),
    host: {
      kernel: release(),
      lsms: read('/sys/kernel/security/lsm').trim().split(','),
      capLastCap: Number(read('/proc/sys/kernel/cap_last_cap')),
      lockdown: /\[(\w+)\]/.exec(read('/sys/kernel/security/lockdown'))?.[1] ?? '',
    },
    covered: covered.filter((path) => existsSync(path)),
    writeProtected: writeProtected.filter((path) => existsSync(path)),
    wrongSources: wrongSources(JSON.parse(read(process.argv[2] ?? '')) as Scan),
  };
  console.log(JSON.stringify(testimony));
}
