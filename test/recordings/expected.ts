/** What an independent reader made of a recorded host: the `kernel` part of its `expected.json`. */
export interface Expected {
  host: { cap_last_cap: number; lsm: string };
  containers: { name: string; engine: string; kernel: ExpectedContainer | null }[];
}

type Triples = [inside: number, outside: number, size: number][];
export type CapabilityMasks = Record<
  'effective' | 'permitted' | 'bounding' | 'inheritable' | 'ambient',
  string
>;

export interface ExpectedProcess {
  pid: number;
  state: string;
  uid: number[];
  gid: number[];
  groups: number[];
  caps: CapabilityMasks;
  seccomp: number;
  seccomp_filters: number;
  no_new_privs: boolean;
  apparmor: { label: string; mode: string };
  ns: Record<string, string>;
  root: string;
  nofile: [string, string];
  uid_map: Triples;
  gid_map: Triples;
  cgroup: string[];
}

export interface ExpectedMount {
  at: string;
  host_path: string;
  readonly: boolean;
  kind: string;
  fs: string;
  propagation: string[];
}

export interface ExpectedContainer extends ExpectedProcess {
  ns_relation: Record<string, string>;
  limits: {
    memory_max: number | null;
    memory_effective: number | null;
    memory_effective_at: string | null;
    /** Of cgroup version 1. */
    memory_memsw?: number | null;
    memory_high?: number | null;
    cpus_effective: number | null;
    cpu_weight?: number | null;
    cpu_shares?: number | null;
    cpuset_effective: string | null;
    pids_effective: number | null;
    pids_effective_at: string | null;
    io_max: string | null;
  };
  mounts: {
    rootfs: { fs: string; readonly: boolean } | null;
    masked: string[];
    unmasked: string[] | null;
    readonly_paths: string[];
    not_readonly: string[];
    sys_readonly: boolean | null;
    cgroup_mount: Record<string, 'ro' | 'rw'>;
    host_mounts: ExpectedMount[];
  };
  block_devices: { path: string; dev: string }[];
  char_devices: string[];
  processes: ExpectedProcess[];
  deviating: ExpectedDeviation[];
}

type Change<T> = [init: T, process: T];

export interface ExpectedDeviation {
  pid: number;
  differs: {
    ns?: Record<string, Change<string>>;
    uid?: Change<number[]>;
    caps?: Partial<Record<keyof CapabilityMasks, Change<string>>>;
    uid_map?: Change<Triples>;
    gid_map?: Change<Triples>;
    root?: Change<string>;
    no_new_privs?: Change<boolean>;
    seccomp?: Change<number>;
    apparmor?: Change<{ label: string }>;
  };
}
