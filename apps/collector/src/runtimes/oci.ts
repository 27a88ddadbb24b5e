import {
  namespaceTypes,
  rlimitNames,
  sortedSet,
  unreadable,
  unsupported,
  type CapabilitySet,
  type Fact,
  type IdMapping,
  type Mount,
  type NamespaceRelation,
  type NamespaceType,
  type Posture,
  type RlimitName,
} from '@shoji/posture';
import { stableName } from '../read/stableName.js';
import { usualMounts } from '../read/usualMounts.js';
import { fields, id32, integer, list, text, texts, type Fields } from './fields.js';
import { declaredCgroups } from './ociCgroups.js';
import { mountOptions } from './ociMountOptions.js';
import { seccompProfile } from './seccompProfile.js';

const silent = unsupported('not declared');
const identity: IdMapping[] = [{ containerId: 0, hostId: 0, size: 0xffff_ffff }];

/**
 * The posture that an OCI configuration asks for (runtime-spec, config.md and config-linux.md). What the specification
 * leaves to the kernel or the runtime is `unsupported: not declared`. `null` where the JSON is no configuration.
 */
export function declaredPosture(json: unknown): Posture | null {
  const config = fields(json);
  if (typeof config.ociVersion !== 'string') return null;
  const process = fields(config.process);
  const linux = fields(config.linux);
  return {
    schema: 'shoji.posture/1',
    namespaces: Object.fromEntries(
      namespaceTypes.map((type) => [type, relation(linux, type)]),
    ) as Posture['namespaces'],
    user: user(process, linux),
    capabilities: capabilities(process.capabilities),
    seccomp: declaredSeccomp(linux.seccomp),
    lsm: {
      apparmor: declaredApparmor(text(process.apparmorProfile)),
      selinux: declaredSelinux(text(process.selinuxLabel)),
    },
    cgroups: declaredCgroups(fields(linux.resources), list(config.mounts).map(fields)),
    rlimits: Object.fromEntries(
      rlimitNames.map((name) => [name, rlimit(process, name)]),
    ) as Posture['rlimits'],
    filesystem: {
      root: { type: 'undeclared', readonly: fields(config.root).readonly === true, lowerLayers: null },
      mounts: declaredMounts(list(config.mounts).map(fields)),
      maskedPaths: sortedSet(texts(linux.maskedPaths)),
      readonlyPaths: sortedSet(texts(linux.readonlyPaths)),
      exposedPaths: silent,
      devices: deviceNodes(list(linux.devices).map(fields)),
    },
  };
}

/** Names of the settings of the kernel that an OCI configuration sets, but the name of the domain, which is one there. */
export const declaredSysctls = (json: unknown): string[] =>
  sysctlNames(Object.keys(fields(fields(fields(json).linux).sysctl))).filter(
    (name) => name !== 'kernel.domainname',
  );

/** In the way of `net.ipv4.ip_forward`: with slashes between its parts, a name may have dots within them (sysctl(8)). */
export const sysctlNames = (names: readonly string[]): string[] =>
  sortedSet(
    texts(names).map((name) =>
      /^[^./]*\//.test(name) ? name.replace(/[./]/g, (mark) => (mark === '/' ? '.' : '/')) : name,
    ),
  );

/** A path joins a namespace that someone else made: another container's, or one that the runtime prepared. */
function relation(linux: Fields, type: NamespaceType): Fact<NamespaceRelation> {
  const entry = list(linux.namespaces)
    .map(fields)
    .find((candidate) => candidate.type === type);
  if (entry === undefined) return 'host';
  const path = text(entry.path);
  if (path === undefined) return 'own';
  return path.startsWith('/proc/') ? 'container' : unreadable('joins a namespace by path');
}

function user(process: Fields, linux: Fields): Posture['user'] {
  const ownUsers = list(linux.namespaces).some((entry) => fields(entry).type === 'user');
  const mappings = (value: unknown): Fact<IdMapping[]> => {
    if (!ownUsers) return identity;
    const found = list(value)
      .map(fields)
      .flatMap(({ containerID, hostID, size }) => {
        const [containerId, hostId, count] = [id32(containerID), id32(hostID), id32(size)];
        return containerId === undefined || hostId === undefined || count === undefined
          ? []
          : [{ containerId, hostId, size: count }];
      });
    return found.length > 0 ? found : silent;
  };
  const { uid, gid, additionalGids } = fields(process.user);
  const id = id32(uid) ?? 0;
  const uidMappings = mappings(linux.uidMappings);
  const range = Array.isArray(uidMappings)
    ? uidMappings.find(({ containerId, size }) => id >= containerId && id < containerId + size)
    : undefined;
  return {
    uid: id,
    gid: id32(gid) ?? 0,
    additionalGids: [...new Set(list(additionalGids).flatMap((value) => id32(value) ?? []))].sort(
      (a, b) => a - b,
    ),
    hostUid: range ? Math.min(range.hostId + id - range.containerId, 0xffff_ffff) : silent,
    uidMappings,
    gidMappings: mappings(linux.gidMappings),
    noNewPrivileges: process.noNewPrivileges === true,
  };
}

function capabilities(value: unknown): Posture['capabilities'] {
  const sets = fields(value);
  const set = (name: CapabilitySet): Fact<string[]> =>
    value === undefined || value === null
      ? silent
      : sortedSet(texts(sets[name]).filter((capability) => /^CAP_[A-Z0-9_]+$/.test(capability)));
  return {
    effective: set('effective'),
    permitted: set('permitted'),
    inheritable: set('inheritable'),
    bounding: set('bounding'),
    ambient: set('ambient'),
  };
}

/** The filter that a resolved profile comes to; no profile is no filter. */
function declaredSeccomp(value: unknown): Posture['seccomp'] {
  const profile = seccompProfile(value);
  return profile === null ? { mode: 'disabled', filters: 0 } : { mode: 'filter', filters: 1, profile };
}

/** A profile is asked for by name; that it is to be enforced is what asking means. */
export const declaredApparmor = (profile: string | undefined): Posture['lsm']['apparmor'] =>
  profile
    ? { profile: stableName(profile), mode: profile === 'unconfined' ? 'unconfined' : 'enforce' }
    : silent;

export function declaredSelinux(label: string | undefined): Posture['lsm']['selinux'] {
  const [user, role, type, ...level] = (label ?? '').split(':');
  return user && role && type ? { user, role, type, level: level.join(':'), mode: 'enforcing' } : silent;
}

function deviceNodes(devices: Fields[]): { path: string; type: 'b' | 'c'; major: number; minor: number }[] {
  return devices
    .flatMap(({ path, type, major, minor }) => {
      const name = text(path);
      if (name === undefined || (type !== 'b' && type !== 'c' && type !== 'u')) return [];
      return [
        {
          path: name,
          type: type === 'b' ? ('b' as const) : ('c' as const),
          major: id32(major) ?? 0,
          minor: id32(minor) ?? 0,
        },
      ];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Infinity is 2^64-1 in the JSON, beyond what a double holds exactly: all that is no safe integer is no limit. */
function rlimit(process: Fields, name: RlimitName): Posture['rlimits'][RlimitName] {
  const entry = list(process.rlimits)
    .map(fields)
    .find(({ type }) => type === `RLIMIT_${name.toUpperCase()}`);
  const value = (limit: unknown) => Math.max(0, integer(limit) ?? -1) || (limit === 0 ? 0 : null);
  return entry ? { soft: value(entry.soft), hard: value(entry.hard) } : silent;
}

const perMount = new Set(['nosuid', 'nodev', 'noexec', 'nosymfollow']);

/** Mounts as OCI writes them (runtime-spec, config.md#mounts); those that every container has are left out. */
export function declaredMounts(declared: Fields[]): Mount[] {
  return declared
    .flatMap((mount): Mount[] => {
      const destination = text(mount.destination);
      if (destination === undefined) return [];
      const options = mountOptions(mount);
      const bind = mount.type === 'bind' || options.includes('bind') || options.includes('rbind');
      const source = text(mount.source);
      return [
        {
          destination: stableName(destination),
          source: bind && source !== undefined ? stableName(source) : null,
          type: text(mount.type) ?? 'bind',
          readonly: options.includes('ro'),
          options: sortedSet(options.filter((option) => perMount.has(option))),
          propagation: propagation(options),
          fromHost: bind,
        },
      ];
    })
    .filter((mount) => !usualMounts.has(mount))
    .sort((a, b) => (a.destination < b.destination ? -1 : 1));
}

function propagation(options: string[]): Mount['propagation'] {
  if (options.some((option) => option === 'shared' || option === 'rshared')) return 'shared';
  if (options.some((option) => option === 'slave' || option === 'rslave')) return 'slave';
  return options.some((option) => option === 'unbindable' || option === 'runbindable')
    ? 'unbindable'
    : 'private';
}
