/** A fact as it travels: a value, or why there is none. */
export type Fact<T> = T | { unreadable: string } | { unsupported: string };

/** A fact taken apart for showing. */
export type Reading<T> =
  | { kind: 'value'; value: T }
  | { kind: 'unreadable'; reason: string }
  | { kind: 'unsupported'; reason: string };

/** Takes a fact apart. What is missing from a document was not read: it never passes for a value. */
export function reading<T>(fact: Fact<T> | undefined): Reading<T> {
  if (fact === undefined) return { kind: 'unreadable', reason: 'not in the document' };
  if (typeof fact === 'object' && fact !== null) {
    if ('unreadable' in fact) return { kind: 'unreadable', reason: fact.unreadable };
    if ('unsupported' in fact) return { kind: 'unsupported', reason: fact.unsupported };
  }
  return { kind: 'value', value: fact };
}

/** Lines of uid_map and gid_map (user_namespaces(7)). */
export interface IdMapping {
  containerId: number;
  hostId: number;
  size: number;
}

export interface Mount {
  destination: string;
  source: string | null;
  type: string;
  readonly: boolean;
  options: string[];
  propagation: string;
  fromHost: Fact<boolean>;
}

export interface DeviceRule {
  type: string;
  major: number | null;
  minor: number | null;
  access: string;
}

export interface IoLimit {
  major: number;
  minor: number;
  rbps: number | null;
  wbps: number | null;
  riops: number | null;
  wiops: number | null;
}

type Limit = Fact<number | null>;

/** What a filter lets pass, as a runtime resolved it; in declared postures only. */
export interface SeccompProfile {
  hash: string;
  defaultAction: string;
  allowed: string[];
}

/** `shoji.posture/1` as the API gives it; numbers in the unit of the kernel file, `null` = no limit. */
export interface Posture {
  schema: 'shoji.posture/1';
  namespaces: Record<string, Fact<'own' | 'host' | 'container'>>;
  user: {
    uid: Fact<number>;
    gid: Fact<number>;
    additionalGids: Fact<number[]>;
    hostUid: Fact<number>;
    uidMappings: Fact<IdMapping[]>;
    gidMappings: Fact<IdMapping[]>;
    noNewPrivileges: Fact<boolean>;
  };
  capabilities: Record<string, Fact<string[]>>;
  seccomp: { mode: Fact<string>; filters: Fact<number>; profile?: Fact<SeccompProfile> };
  lsm: {
    apparmor: Fact<{ profile: string; mode: string }>;
    selinux: Fact<{ user: string; role: string; type: string; level: string; mode: string }>;
  };
  cgroups: {
    version: Fact<number>;
    memory: { limit: Limit; swap: Limit; high: Limit; boundAt: Fact<string | null> };
    cpu: { quota: Limit; period: Limit; weight: Limit; cpus: Fact<string | null> };
    pids: { limit: Limit; boundAt: Fact<string | null> };
    io: { weight: Limit; limits: Fact<IoLimit[]> };
    devices: Fact<DeviceRule[]>;
    writable: Fact<boolean>;
  };
  rlimits: Record<string, Fact<{ soft: number | null; hard: number | null }>>;
  filesystem: {
    root: Fact<{ type: string; readonly: boolean; lowerLayers: number | null }>;
    mounts: Fact<Mount[]>;
    maskedPaths: Fact<string[]>;
    readonlyPaths: Fact<string[]>;
    exposedPaths: Fact<string[]>;
    devices: Fact<{ path: string; type: string; major: number; minor: number }[]>;
  };
}

/** What a container is called and where it runs, as far as this page shows it. */
export interface Instance {
  id: string;
  runtime: { name: string; version: string | null };
  image: { reference: string | null; digest: string | null } | null;
  labels: Record<string, string>;
  pid: number;
  startedAt: string;
  cgroupPath: string | null;
  namespaceIds: Record<string, number>;
  overlay: { lower: string[]; upper: string | null; work: string | null } | null;
  processCount: number;
  deviations: { wall: string; exe: string | null; difference: string; count: number; pids: number[] }[];
  ports: { hostAddress: string; hostPort: number; containerPort: number; protocol: string }[];
  orphan: 'kernel-only' | 'runtime-only' | null;
  /** Absent from here on: not read. */
  parent?: string | null;
  pod?: Pod | null;
  listeners?: Fact<Listener[]>;
  sharedLower?: number;
  self?: true;
}

/** What an orchestrator says a container is part of. */
export interface Pod {
  namespace: string;
  name: string;
  uid: string | null;
  container: string | null;
  sandbox: string | null;
}

/** A socket that waits for connections. */
export interface Listener {
  protocol: string;
  address: string;
  port: number;
  exe: string | null;
}

/** What a runtime was told of a container that is no wall, out of `shoji.traits/1`; a collector of before tells none of it. */
export interface Traits {
  restart?: Fact<{ policy: string; retries: number | null }>;
  healthCheck?: Fact<boolean>;
  cgroupParent?: Fact<string | null>;
  sysctls?: Fact<string[]>;
}

/** `shoji.host/1` as the API gives it. */
export interface HostDocument {
  schema: 'shoji.host/1';
  kernel: Fact<string>;
  os: Fact<{ id: string; version: string; name: string }>;
  architecture: Fact<string>;
  cgroupMode: Fact<string>;
  lsms: Fact<string[]>;
  capLastCap: Fact<number>;
  lockdown: Fact<string>;
  sysctls: Record<string, Fact<string>>;
  cpus: Fact<number>;
  memory: Fact<number>;
  runtimes: {
    name: string;
    version: Fact<string>;
    configuration: Fact<Record<string, Fact<string | boolean | number>>>;
  }[];
  processesComplete?: Fact<true>;
  runtimesComplete?: Fact<true>;
}

const withSchema = (json: unknown, schema: string): boolean =>
  typeof json === 'object' && json !== null && 'schema' in json && json.schema === schema;

/** The posture in an answer, or null where this build does not know its schema. The API checked its shape on intake. */
export const asPosture = (json: unknown): Posture | null =>
  withSchema(json, 'shoji.posture/1') ? (json as Posture) : null;

/** The traits in an answer, none where this build does not know their schema. */
export const asTraits = (json: unknown): Traits =>
  withSchema(json, 'shoji.traits/1') ? (json as Traits) : {};

/** The host document in an answer, or null before the first report or where its schema is not known. */
export const asHostDocument = (json: unknown): HostDocument | null =>
  withSchema(json, 'shoji.host/1') ? (json as HostDocument) : null;

/** The instance in an answer. */
export const asInstance = (json: unknown): Instance => json as Instance;
