/** The eight walls, in the order in which they always stand. */
export const walls = [
  'namespaces',
  'user',
  'cgroups',
  'rlimits',
  'capabilities',
  'seccomp',
  'lsm',
  'filesystem',
] as const;
export type Wall = (typeof walls)[number];

/** Namespace types by their OCI runtime-spec names (namespaces(7)). */
export const namespaceTypes = ['cgroup', 'ipc', 'mount', 'network', 'pid', 'time', 'user', 'uts'] as const;
export type NamespaceType = (typeof namespaceTypes)[number];

/** Capability sets by their OCI runtime-spec names (capabilities(7)). */
export const capabilitySets = ['effective', 'permitted', 'inheritable', 'bounding', 'ambient'] as const;
export type CapabilitySet = (typeof capabilitySets)[number];

/** The sixteen resource limits (getrlimit(2)), `RLIMIT_` left out, lower case. */
export const rlimitNames = [
  'as',
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
] as const;
export type RlimitName = (typeof rlimitNames)[number];

/** What a set of processes with walls of its own is. */
export const containerKinds = ['container', 'pod-sandbox', 'service', 'process'] as const;
export type ContainerKind = (typeof containerKinds)[number];

/** Who made a container; `none` means that only the kernel knows of it. */
export const runtimeNames = [
  'docker',
  'containerd',
  'cri-o',
  'podman',
  'lxc',
  'systemd-nspawn',
  'bubblewrap',
  'none',
] as const;
export type RuntimeName = (typeof runtimeNames)[number];
