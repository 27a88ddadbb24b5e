import {
  namespaceTypes,
  rlimitNames,
  sortedSet,
  unsupported,
  type Fact,
  type IdMapping,
  type NamespaceRelation,
  type NamespaceType,
  type Posture,
} from '@shoji/posture';
import type { Monitored } from './incus.js';
import { allOf, lastOf, type Settings } from './lxcConfig.js';
import { declaredApparmor, declaredMounts, declaredSelinux, sysctlNames } from './oci.js';
import { declaredDeviceRules } from './ociCgroups.js';
import { identity, limitOf, ownerOf, rangeOf, rlimitOf } from './settingValues.js';

/** What a configuration of LXC does not say by itself. */
export interface LxcSurroundings extends Monitored {
  /** Every capability that the kernel has, by name. */
  capabilities: Fact<string[]>;
  cgroupVersion: 1 | 2;
  /** Whether limits may be set while it runs, without a line of the configuration. */
  limitsMayChange: boolean;
}

const silent = unsupported('not declared');
const changing = unsupported('may be set while it runs');
const changingLimits: Pick<Posture['cgroups'], 'memory' | 'cpu' | 'pids'> = {
  memory: { limit: changing, swap: changing, high: changing, boundAt: silent },
  cpu: { quota: changing, period: changing, weight: silent, cpus: changing },
  pids: { limit: changing, boundAt: silent },
};

/** The posture that an LXC configuration asks for (lxc.container.conf(5)). */
export function lxcPosture(settings: Settings, around: LxcSurroundings): Posture {
  const uidMappings = idMappings(settings, 'u');
  const uid = integer(lastOf(settings, 'lxc.init.uid')) ?? 0;
  const bounding = capabilities(settings, around.capabilities);
  return {
    schema: 'shoji.posture/1',
    namespaces: Object.fromEntries(
      namespaceTypes.map((type) => [type, relation(settings, type)]),
    ) as Posture['namespaces'],
    user: {
      uid,
      gid: integer(lastOf(settings, 'lxc.init.gid')) ?? 0,
      additionalGids: silent,
      hostUid: ownerOf(uid, uidMappings) ?? silent,
      uidMappings,
      gidMappings: idMappings(settings, 'g'),
      noNewPrivileges: lastOf(settings, 'lxc.no_new_privs') === '1',
    },
    capabilities: {
      bounding,
      permitted: bounding,
      effective: bounding,
      inheritable: silent,
      ambient: silent,
    },
    seccomp:
      lastOf(settings, 'lxc.seccomp.profile') === undefined
        ? { mode: 'disabled', filters: 0 }
        : { mode: 'filter', filters: 1 },
    lsm: {
      apparmor: apparmor(lastOf(settings, 'lxc.apparmor.profile'), around),
      selinux: declaredSelinux(lastOf(settings, 'lxc.selinux.context')),
    },
    cgroups: {
      ...cgroups(settings, around.cgroupVersion),
      ...(around.limitsMayChange ? changingLimits : {}),
    },
    rlimits: Object.fromEntries(
      rlimitNames.map((name) => [name, rlimitOf(lastOf(settings, `lxc.prlimit.${name}`))]),
    ) as Posture['rlimits'],
    filesystem: {
      root: {
        type: 'undeclared',
        readonly: (lastOf(settings, 'lxc.rootfs.options') ?? '').split(',').includes('ro'),
        lowerLayers: null,
      },
      mounts: declaredMounts(mounts(settings)),
      maskedPaths: silent,
      readonlyPaths: silent,
      exposedPaths: silent,
      devices: silent,
    },
  };
}

/** Names of the settings of the kernel that it sets (`lxc.sysctl.net.ipv4.ip_forward = 1`); an empty one sets nothing. */
export const lxcSysctls = (settings: Settings): string[] =>
  sysctlNames(
    settings.flatMap(([key]) => {
      const name = /^lxc\.sysctl\.(.+)$/.exec(key)?.[1];
      return name !== undefined && lastOf(settings, key) !== undefined ? [name] : [];
    }),
  );

const integer = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const lxcNames: Partial<Record<NamespaceType, string>> = { mount: 'mnt', network: 'net' };

/** LXC gives a container every namespace but that of time, and that of users where ids are mapped. */
function relation(settings: Settings, type: NamespaceType): NamespaceRelation {
  const name = lxcNames[type] ?? type;
  if (lastOf(settings, `lxc.namespace.share.${name}`) !== undefined) return 'container';
  const [kept, cloned] = ['keep', 'clone'].map((key) =>
    allOf(settings, `lxc.namespace.${key}`).flatMap(words),
  );
  if (kept && kept.length > 0) return kept.includes(name) ? 'host' : 'own';
  if (cloned && cloned.length > 0) return cloned.includes(name) ? 'own' : 'host';
  if (type === 'time') return settings.some(([key]) => key.startsWith('lxc.time.offset.')) ? 'own' : 'host';
  if (type === 'user') return allOf(settings, 'lxc.idmap').length > 0 ? 'own' : 'host';
  const networks = settings.filter(([key]) => /^lxc\.net\.\d+\.type$/.test(key));
  const none = networks.length > 0 && networks.every(([, value]) => value === 'none');
  return type === 'network' && none ? 'host' : 'own';
}

/** `u 0 100000 65536`: kind (`b` = both), id inside, id on the host, how many. */
function idMappings(settings: Settings, kind: 'u' | 'g'): IdMapping[] {
  const lines = allOf(settings, 'lxc.idmap');
  if (lines.length === 0) return identity;
  return lines.flatMap((line) => {
    const [letter, ...numbers] = words(line);
    return letter === kind || letter === 'b' ? (rangeOf(numbers) ?? []) : [];
  });
}

function capabilities(settings: Settings, all: Fact<string[]>): Fact<string[]> {
  const named = (key: string) =>
    allOf(settings, key)
      .flatMap(words)
      .map((name) => `CAP_${name.toUpperCase().replace(/^CAP_/, '')}`);
  const kept = named('lxc.cap.keep');
  if (kept.length > 0)
    return sortedSet(kept.filter((name) => /^CAP_[A-Z0-9_]+$/.test(name) && name !== 'CAP_NONE'));
  const dropped = named('lxc.cap.drop');
  return Array.isArray(all) ? all.filter((name) => !dropped.includes(name)) : all;
}

/** LXC writes a profile for a container that asks for a `generated` one, and names it after the container. */
function apparmor(
  profile: string | undefined,
  { name, lxcPath }: LxcSurroundings,
): Posture['lsm']['apparmor'] {
  if (profile === 'unchanged') return silent;
  return declaredApparmor(profile === 'generated' ? `lxc-${name}_<${lxcPath}>` : profile);
}

function cgroups(settings: Settings, version: 1 | 2): Posture['cgroups'] {
  const prefix = version === 2 ? 'lxc.cgroup2.' : 'lxc.cgroup.';
  const value = (name: string) => lastOf(settings, `${prefix}${name}`);
  const limit = (name: string) => limitOf(value(name));
  const memory = limit(version === 2 ? 'memory.max' : 'memory.limit_in_bytes');
  const total = value('memory.memsw.limit_in_bytes');
  const [quota, period] =
    version === 2 ? words(value('cpu.max') ?? '') : [value('cpu.cfs_quota_us'), value('cpu.cfs_period_us')];
  const swapLimit = version === 2 ? value('memory.swap.max') : total;
  const swap = limitOf(swapLimit);
  const quotaLimit = limitOf(quota);
  return {
    version: silent,
    memory: {
      limit: memory,
      swap:
        swapLimit === undefined
          ? silent
          : version === 2 || swap === null
            ? swap
            : Math.max(0, swap - (memory ?? 0)),
      high: version === 2 ? limit('memory.high') : silent,
      boundAt: silent,
    },
    cpu: {
      quota: quotaLimit,
      period: quotaLimit === null ? null : (integer(period) ?? 100_000),
      weight: silent,
      cpus: value('cpuset.cpus') ?? null,
    },
    pids: { limit: limit('pids.max'), boundAt: silent },
    io: { weight: silent, limits: silent },
    devices: devices(settings, `${prefix}devices.`),
    writable: silent,
  };
}

/** `c 1:3 rwm`, `a`: one line a rule, in order. */
function devices(settings: Settings, prefix: string): Posture['cgroups']['devices'] {
  const lines = ['deny', 'allow'].flatMap((verb) =>
    allOf(settings, prefix + verb).map((line) => ({ line, key: prefix + verb, allow: verb === 'allow' })),
  );
  if (lines.length === 0) return silent;
  // They hold in the order in which they stand, whichever of the two they are.
  const place = ({ key, line }: { key: string; line: string }) =>
    settings.findIndex(([name, value]) => name === key && value === line);
  const rules = lines
    .sort((a, b) => place(a) - place(b))
    .map(({ line, allow }) => {
      const [type = 'a', numbers = '', access = 'rwm'] = words(line);
      const [major, minor] = numbers.split(':').map((number) => integer(number) ?? -1);
      return { allow, type, access, major, minor };
    });
  return declaredDeviceRules(rules);
}

/** A mount in the words of OCI. */
type AskedMount = Record<string, unknown> & { options: string[] };

/**
 * With `shmounts` a directory of the host is mounted, through which more can be mounted while the container runs, and all
 * other mounts of the container become shared.
 */
function mounts(settings: Settings): AskedMount[] {
  const automatic = allOf(settings, 'lxc.mount.auto').flatMap(words);
  const all = [...sysMounts(automatic), ...allOf(settings, 'lxc.mount.entry').map(mountEntry)];
  const [, source, destination] =
    automatic.map((word) => /^shmounts:([^:]+):([^:]+)$/.exec(word)).find((found) => found) ?? [];
  if (source === undefined) return all;
  const shared = all.map((mount) => ({ ...mount, options: [...mount.options, 'shared'] }));
  return [...shared, { source, destination, options: ['bind', 'slave'] }];
}

/** What of /sys is left writable. */
function sysMounts(automatic: readonly string[]): AskedMount[] {
  const asked = automatic.findLast((word) => /^sys(:|$)/.test(word));
  if (asked === 'sys:rw') return [{ destination: '/sys', type: 'sysfs', options: [] }];
  return asked === undefined || asked === 'sys:ro'
    ? []
    : [{ destination: '/sys/devices/virtual/net', type: 'sysfs', options: ['nosuid', 'nodev', 'noexec'] }];
}

/** A line of fstab(5) whose second field is below the container's root. */
function mountEntry(line: string): AskedMount {
  const [source, destination = '', type, options = ''] = words(line);
  return { source, destination: `/${destination.replace(/^\/+/, '')}`, type, options: options.split(',') };
}
