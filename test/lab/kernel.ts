/**
 * What the kernel says of one process, read as naively as possible and without a line of the collector's code: the
 * second witness against which the product is held. Written for the hybrid cgroup v1 hierarchy and for cgroup v2.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(path, 'utf8');
const lines = (path: string): string[] => read(path).split('\n').filter(Boolean);
const unlimited = (text: string): number | null =>
  text === 'max' || text === 'unlimited' || text === '-1' || Number(text) > 2 ** 62 ? null : Number(text);

/** Value of one line of /proc/PID/status. */
export const status = (pid: number, key: string): string =>
  lines(`/proc/${pid}/status`)
    .find((line) => line.startsWith(`${key}:`))
    ?.slice(key.length + 1)
    .trim() ?? '';

const namespaceLinks = {
  cgroup: 'cgroup',
  ipc: 'ipc',
  mount: 'mnt',
  network: 'net',
  pid: 'pid',
  time: 'time',
  user: 'user',
  uts: 'uts',
};

/** Namespace inode numbers by OCI name. */
export const namespaceIds = (pid: number): Record<string, number> =>
  Object.fromEntries(
    Object.entries(namespaceLinks).map(([name, link]) => [
      name,
      Number(/\d+/.exec(readlinkSync(`/proc/${pid}/ns/${link}`))?.[0]),
    ]),
  );

/** Relation of each namespace to the host, whose stand-in is kthreadd, and to the process it joined, if any. */
export const namespaces = (pid: number, joined?: number): Record<string, string> => {
  const [own, host] = [namespaceIds(pid), namespaceIds(2)];
  const other: Record<string, number> = joined === undefined ? {} : namespaceIds(joined);
  return Object.fromEntries(
    Object.entries(own).map(([name, inode]) => [
      name,
      inode === host[name] ? 'host' : inode === other[name] ? 'container' : 'own',
    ]),
  );
};

// include/uapi/linux/capability.h, in bit order
const capabilityNames =
  `CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
  NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
  SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
  MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE`.split(/\s+/);

export const capabilities = (pid: number): Record<string, string[]> =>
  Object.fromEntries<string[]>(
    [
      ['effective', 'CapEff'],
      ['permitted', 'CapPrm'],
      ['inheritable', 'CapInh'],
      ['bounding', 'CapBnd'],
      ['ambient', 'CapAmb'],
    ].map<[string, string[]]>(([set = '', key = '']) => {
      const mask = BigInt(`0x${status(pid, key)}`);
      return [
        set,
        capabilityNames
          .filter((_, bit) => (mask >> BigInt(bit)) & 1n)
          .map((name) => `CAP_${name}`)
          .sort(),
      ];
    }),
  );

const idMap = (pid: number, file: string) =>
  lines(`/proc/${pid}/${file}`).map((line) => {
    const [containerId, hostId, size] = line.trim().split(/\s+/).map(Number);
    return { containerId, hostId, size };
  });

/** What an id of the host is inside; the overflow id (user_namespaces(7)) where the map has no line for it. */
const inside = (id: number, map: ReturnType<typeof idMap>): number => {
  for (const { containerId = 0, hostId = 0, size = 0 } of map)
    if (id >= hostId && id < hostId + size) return containerId + id - hostId;
  return 65534;
};

/** This test runs in the initial user namespace, so the kernel shows it every id as the host has it. */
export const user = (pid: number) => {
  const [uid = -1, gid = -1] = ['Uid', 'Gid'].map((key) => Number(status(pid, key).split(/\s+/)[1]));
  const [uidMappings, gidMappings] = [idMap(pid, 'uid_map'), idMap(pid, 'gid_map')];
  const groups = status(pid, 'Groups').split(/\s+/).filter(Boolean).map(Number);
  return {
    uid: inside(uid, uidMappings),
    gid: inside(gid, gidMappings),
    additionalGids: [...new Set(groups.map((id) => inside(id, gidMappings)))].sort((a, b) => a - b),
    hostUid: uid,
    uidMappings,
    gidMappings,
    noNewPrivileges: status(pid, 'NoNewPrivs') === '1',
  };
};

export const seccomp = (pid: number) => ({
  mode: ['disabled', 'strict', 'filter'][Number(status(pid, 'Seccomp'))],
  filters: Number(status(pid, 'Seccomp_filters')),
});

/** The sixteen lines of /proc/PID/limits by their posture names. */
export const rlimits = (pid: number): Record<string, { soft: number | null; hard: number | null }> => {
  const titles: Record<string, string> = {
    'Max cpu time': 'cpu',
    'Max file size': 'fsize',
    'Max data size': 'data',
    'Max stack size': 'stack',
    'Max core file size': 'core',
    'Max resident set': 'rss',
    'Max processes': 'nproc',
    'Max open files': 'nofile',
    'Max locked memory': 'memlock',
    'Max address space': 'as',
    'Max file locks': 'locks',
    'Max pending signals': 'sigpending',
    'Max msgqueue size': 'msgqueue',
    'Max nice priority': 'nice',
    'Max realtime priority': 'rtprio',
    'Max realtime timeout': 'rttime',
  };
  return Object.fromEntries(
    lines(`/proc/${pid}/limits`)
      .slice(1)
      .map((line) => {
        const [title = '', soft = '', hard = ''] = line.split(/ {2,}/);
        return [titles[title] ?? title, { soft: unlimited(soft), hard: unlimited(hard) }];
      }),
  );
};

/** Path of the process's cgroup for a v1 controller, and of its ancestors up to the controller's root. */
const cgroupLine = (pid: number, controller: string): string[] => {
  const path = lines(`/proc/${pid}/cgroup`)
    .map((line) => line.split(':'))
    .find(([, names]) => names?.split(',').includes(controller))
    ?.slice(2)
    .join(':');
  const parts = (path ?? '').split('/').filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('/');
};

const cgroupFile = (controller: string, path: string, file: string): string =>
  join('/sys/fs/cgroup', controller, path, file);

const cgroupText = (pid: number, controller: string, file: string): string =>
  read(cgroupFile(controller, cgroupLine(pid, controller)[0] ?? '/', file)).trim();

/** The smallest value of a v1 limit file over the cgroup and its ancestors, and the path of the one that has it. */
const tightest = (
  pid: number,
  controller: string,
  file: string,
): { limit: number | null; at: string | null } => {
  const found: { limit: number | null; at: string | null } = { limit: null, at: null };
  for (const path of cgroupLine(pid, controller)) {
    const name = cgroupFile(controller, path, file);
    const value = existsSync(name) ? unlimited(read(name).trim()) : null;
    if (value !== null && (found.limit === null || value < found.limit)) {
      found.limit = value;
      found.at = path;
    }
  }
  return found;
};

/** `self` where the process's own cgroup binds; random ids of containers above are left out. */
const boundAt = (pid: number, controller: string, at: string | null): string | null =>
  at === cgroupLine(pid, controller)[0] ? 'self' : (at?.replace(/[0-9a-f]{64}/g, '<id>') ?? null);

/** The cgroup wall of a hybrid or v1 host in the posture's words, but `writable`. */
export const cgroupV1 = (pid: number) => {
  const memory = tightest(pid, 'memory', 'memory.limit_in_bytes');
  const both = tightest(pid, 'memory', 'memory.memsw.limit_in_bytes');
  const pids = tightest(pid, 'pids', 'pids.max');
  const quota = tightest(pid, 'cpu', 'cpu.cfs_quota_us');
  const cpus = cgroupText(pid, 'cpuset', 'cpuset.effective_cpus');
  return {
    version: 1,
    memory: {
      limit: memory.limit,
      swap: both.limit === null ? null : both.limit - (memory.limit ?? 0),
      high: { unsupported: 'cgroup v1 has no memory.high' },
      boundAt: boundAt(pid, 'memory', memory.at),
    },
    cpu: {
      quota: quota.limit,
      period: quota.at === null ? null : Number(read(cgroupFile('cpu', quota.at, 'cpu.cfs_period_us'))),
      weight: Math.max(1, Math.round((Number(cgroupText(pid, 'cpu', 'cpu.shares')) * 100) / 1024)),
      cpus: cpus === read('/sys/fs/cgroup/cpuset/cpuset.effective_cpus').trim() ? null : cpus,
    },
    pids: { limit: pids.limit, boundAt: boundAt(pid, 'pids', pids.at) },
    devices: lines(cgroupFile('devices', cgroupLine(pid, 'devices')[0] ?? '/', 'devices.list')).sort(),
  };
};

const unescape = (text: string): string =>
  text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

export interface MountLine {
  device: string;
  root: string;
  destination: string;
  options: string[];
  propagation: string;
  type: string;
  superOptions: string;
}

/** /proc/PID/mountinfo, line by line. */
export const mounts = (pid: number): MountLine[] => mountLines(read(`/proc/${pid}/mountinfo`));

export const mountLines = (text: string): MountLine[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [left = '', right = ''] = line.split(' - ');
      const [, , device = '', root = '', destination = '', options = '', ...tags] = left.split(' ');
      const has = (name: string) => tags.some((tag) => tag.startsWith(`${name}:`));
      return {
        device,
        root: unescape(root),
        destination: unescape(destination),
        options: options.split(','),
        propagation: tags.includes('unbindable')
          ? 'unbindable'
          : [has('shared') && 'shared', has('master') && 'slave'].filter(Boolean).join('-') || 'private',
        type: right.split(' ')[0] ?? '',
        superOptions: right.split(' ').slice(2).join(' '),
      };
    });

/** Where a path of /proc or /sys stands for the container: covered, read-only, or as the kernel made it. */
export const pathState = (
  pid: number,
  path: string,
  lines: MountLine[] = mounts(pid),
): 'absent' | 'masked' | 'readonly' | 'exposed' => {
  if (!existsSync(path) || !existsSync(`/proc/${pid}/root${path}`)) return 'absent';
  const above = lines.filter(({ destination }) => path === destination || path.startsWith(`${destination}/`));
  if (above.length === 0) return 'absent';
  const top = above.reduce((best, mount) =>
    mount.destination.length >= best.destination.length ? mount : best,
  );
  const kernelMade = top.type === 'proc' || top.type === 'sysfs';
  if (!kernelMade) return 'masked';
  return top.options.includes('ro') ? 'readonly' : 'exposed';
};

/** Device nodes right below the container's /dev, numbered as makedev(3) does; pseudo terminals are left out. */
export const deviceNodes = (pid: number) => {
  const root = `/proc/${pid}/root/dev`;
  return readdirSync(root)
    .map((name) => ({ path: `/dev/${name}`, node: lstatSync(join(root, name)) }))
    .filter(({ node }) => node.isBlockDevice() || node.isCharacterDevice())
    .map(({ path, node }) => ({
      path,
      type: node.isBlockDevice() ? 'b' : 'c',
      major: (node.rdev >> 8) & 0xfff,
      minor: (node.rdev & 0xff) | ((node.rdev >> 12) & 0xfff00),
    }))
    .filter(({ major }) => major < 136 || major > 143)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
};
