import { z } from 'zod';
import { fact, hash } from './schema.js';
import { capabilitySets, namespaceTypes, rlimitNames } from './vocabulary.js';

const count = z.int().min(0);
const id32 = z.int().min(0).max(0xffff_ffff);
const path = z.string().min(1).max(4096);
const name = z.string().max(4096);
/** A limit in the unit its field names; `null` = no limit. */
const limit = fact(count.nullable());

const each = <K extends string, S extends z.ZodType>(keys: readonly K[], value: S) =>
  z.strictObject(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, S>);

/** One line of `/proc/PID/uid_map` or `gid_map` as seen from the initial user namespace (user_namespaces(7)). */
export const idMapping = z.strictObject({ containerId: id32, hostId: id32, size: id32 });
export type IdMapping = z.infer<typeof idMapping>;

/** Which walls between one kind of kernel object the container has: its own, the host's, or another container's. */
export const namespaceRelation = z.enum(['own', 'host', 'container']);
export type NamespaceRelation = z.infer<typeof namespaceRelation>;

/** One mount of the container (proc_pid_mountinfo(5)). */
export const mount = z.strictObject({
  destination: path,
  /** Path on the host, as far as mountinfo tells; `null` = nothing of the host's tree lies behind it. */
  source: path.nullable(),
  type: name,
  readonly: z.boolean(),
  /** Per-mount options but ro/rw and the atime ones; a set. */
  options: z.array(name),
  propagation: z.enum(['private', 'shared', 'slave', 'shared-slave', 'unbindable']),
  /** Whether it shows files that the host shows elsewhere (a bind mount). */
  fromHost: fact(z.boolean()),
});
export type Mount = z.infer<typeof mount>;

/** One device node below the container's /dev. */
export const deviceNode = z.strictObject({ path, type: z.enum(['b', 'c']), major: count, minor: count });
export type DeviceNode = z.infer<typeof deviceNode>;

/** One line of the cgroup v1 `devices.list`; `null` = every number. */
export const deviceRule = z.strictObject({
  type: z.enum(['a', 'b', 'c']),
  major: count.nullable(),
  minor: count.nullable(),
  /** Some of `rwm`, in this order. */
  access: z.string().regex(/^r?w?m?$/),
});
export type DeviceRule = z.infer<typeof deviceRule>;

/** Per-device throttle in bytes or operations per second; `null` = none. */
export const ioLimit = z.strictObject({
  major: count,
  minor: count,
  rbps: count.nullable(),
  wbps: count.nullable(),
  riops: count.nullable(),
  wiops: count.nullable(),
});
export type IoLimit = z.infer<typeof ioLimit>;

/**
 * Content of a seccomp filter, known only where a runtime resolved it from a profile: the kernel does not show it
 * (seccomp(2)). `allowed` are system calls that pass whatever their arguments; a set.
 */
export const seccompProfile = z.strictObject({
  /** SHA-256 of the canonical JSON of the resolved profile. */
  hash,
  /** `SCMP_ACT_…` as the OCI runtime-spec names it. */
  defaultAction: name,
  allowed: z.array(name),
});
export type SeccompProfile = z.infer<typeof seccompProfile>;

/** Where the tightest limit sits: `self`, or the ancestor's cgroup path; `null` = nowhere. */
const boundAt = fact(name.nullable());

/**
 * The isolation facts of one container, free of everything that differs between two identical ones. Arrays that are
 * sets are sorted; every leaf may be `{unreadable}` or `{unsupported}` instead. See docs/adr for how it may change.
 */
export const posture = z.strictObject({
  schema: z.literal('shoji.posture/1'),
  namespaces: each(namespaceTypes, fact(namespaceRelation)),
  user: z.strictObject({
    /** Effective ids as seen inside the container. */
    uid: fact(id32),
    gid: fact(id32),
    additionalGids: fact(z.array(id32)),
    /** What `uid` is in the initial user namespace. */
    hostUid: fact(id32),
    uidMappings: fact(z.array(idMapping)),
    gidMappings: fact(z.array(idMapping)),
    noNewPrivileges: fact(z.boolean()),
  }),
  /** `CAP_…` names; a bit this build has no name for is `CAP_<number>`. */
  capabilities: each(capabilitySets, fact(z.array(z.string().regex(/^CAP_[A-Z0-9_]+$/)))),
  seccomp: z.strictObject({
    mode: fact(z.enum(['disabled', 'strict', 'filter'])),
    filters: fact(count),
    /** In declared postures only. */
    profile: fact(seccompProfile).optional(),
  }),
  lsm: z.strictObject({
    apparmor: fact(
      z.strictObject({
        profile: name,
        mode: z.enum(['enforce', 'complain', 'kill', 'prompt', 'mixed', 'unconfined']),
      }),
    ),
    selinux: fact(
      z.strictObject({
        user: name,
        role: name,
        type: name,
        level: name,
        mode: z.enum(['enforcing', 'permissive']),
      }),
    ),
  }),
  /** Effective limits: the tightest of the cgroup and all its ancestors. */
  cgroups: z.strictObject({
    version: fact(z.union([z.literal(1), z.literal(2)])),
    /** Bytes. `swap` is swap alone, as `memory.swap.max` counts it. */
    memory: z.strictObject({ limit, swap: limit, high: limit, boundAt }),
    cpu: z.strictObject({
      /** Microseconds per `period`. */
      quota: limit,
      /** Microseconds. */
      period: fact(count.nullable()),
      /** cgroup v2 scale, 1–10000, default 100; v1 shares are scaled by 100/1024. */
      weight: fact(count.nullable()),
      /** cpuset list (`0-3,8`); `null` = all of the host's. */
      cpus: fact(name.nullable()),
    }),
    pids: z.strictObject({ limit, boundAt }),
    io: z.strictObject({ weight: fact(count.nullable()), limits: fact(z.array(ioLimit)) }),
    devices: fact(z.array(deviceRule)),
    /** Whether the container can write a cgroup file system it sees. */
    writable: fact(z.boolean()),
  }),
  rlimits: each(rlimitNames, fact(z.strictObject({ soft: count.nullable(), hard: count.nullable() }))),
  filesystem: z.strictObject({
    root: fact(z.strictObject({ type: name, readonly: z.boolean(), lowerLayers: count.nullable() })),
    mounts: fact(z.array(mount)),
    /** Paths of /proc and /sys that exist on this kernel and are covered. */
    maskedPaths: fact(z.array(path)),
    readonlyPaths: fact(z.array(path)),
    /** Paths that runtimes usually mask and that can be read here, or usually make read-only and that can be written. */
    exposedPaths: fact(z.array(path)),
    devices: fact(z.array(deviceNode)),
  }),
});
export type Posture = z.infer<typeof posture>;
