import type { HostDocument, Posture, Traits, Unreadable, Unsupported } from '@shoji/posture';

type Plain<T> = Exclude<T, Unreadable | Unsupported | null | undefined>;

/** How CEL sees a type of the documents: a fact is its value, and what may be `null` or absent too is not told apart. */
type Seen<T> = [Plain<T>] extends [boolean]
  ? 'bool'
  : [Plain<T>] extends [number]
    ? 'int'
    : [Plain<T>] extends [string]
      ? 'string'
      : Plain<T> extends readonly (infer E)[]
        ? readonly [Seen<E>]
        : Plain<T> extends object
          ? string extends keyof Plain<T>
            ? { readonly '*': Seen<Plain<T>[keyof Plain<T>]> }
            : { readonly [K in keyof Plain<T>]-?: Seen<Plain<T>[K]> }
          : 'dyn';

/** A type as these tables write it: a word, a list of one type, a table by name (`*`), or a document with fields. */
export type Shape =
  'bool' | 'int' | 'string' | 'dyn' | readonly [Shape] | { readonly [field: string]: Shape };

const limit = { soft: 'int', hard: 'int' } as const;
const idMapping = { containerId: 'int', hostId: 'int', size: 'int' } as const;
const deviceRule = { type: 'string', major: 'int', minor: 'int', access: 'string' } as const;

const posture: Seen<Posture> = {
  schema: 'string',
  namespaces: {
    cgroup: 'string',
    ipc: 'string',
    mount: 'string',
    network: 'string',
    pid: 'string',
    time: 'string',
    user: 'string',
    uts: 'string',
  },
  user: {
    uid: 'int',
    gid: 'int',
    additionalGids: ['int'],
    hostUid: 'int',
    uidMappings: [idMapping],
    gidMappings: [idMapping],
    noNewPrivileges: 'bool',
  },
  capabilities: {
    effective: ['string'],
    permitted: ['string'],
    inheritable: ['string'],
    bounding: ['string'],
    ambient: ['string'],
  },
  seccomp: {
    mode: 'string',
    filters: 'int',
    profile: { hash: 'string', defaultAction: 'string', allowed: ['string'] },
  },
  lsm: {
    apparmor: { profile: 'string', mode: 'string' },
    selinux: { user: 'string', role: 'string', type: 'string', level: 'string', mode: 'string' },
  },
  cgroups: {
    version: 'int',
    memory: { limit: 'int', swap: 'int', high: 'int', boundAt: 'string' },
    cpu: { quota: 'int', period: 'int', weight: 'int', cpus: 'string' },
    pids: { limit: 'int', boundAt: 'string' },
    io: {
      weight: 'int',
      limits: [{ major: 'int', minor: 'int', rbps: 'int', wbps: 'int', riops: 'int', wiops: 'int' }],
    },
    devices: [deviceRule],
    writable: 'bool',
  },
  rlimits: {
    as: limit,
    core: limit,
    cpu: limit,
    data: limit,
    fsize: limit,
    locks: limit,
    memlock: limit,
    msgqueue: limit,
    nice: limit,
    nofile: limit,
    nproc: limit,
    rss: limit,
    rtprio: limit,
    rttime: limit,
    sigpending: limit,
    stack: limit,
  },
  filesystem: {
    root: { type: 'string', readonly: 'bool', lowerLayers: 'int' },
    mounts: [
      {
        destination: 'string',
        source: 'string',
        type: 'string',
        readonly: 'bool',
        options: ['string'],
        propagation: 'string',
        fromHost: 'bool',
      },
    ],
    maskedPaths: ['string'],
    readonlyPaths: ['string'],
    exposedPaths: ['string'],
    devices: [{ path: 'string', type: 'string', major: 'int', minor: 'int' }],
  },
};

const host: Seen<HostDocument> = {
  schema: 'string',
  kernel: 'string',
  os: { id: 'string', version: 'string', name: 'string' },
  architecture: 'string',
  cgroupMode: 'string',
  lsms: ['string'],
  capLastCap: 'int',
  lockdown: 'string',
  sysctls: { '*': 'string' },
  cpus: 'int',
  memory: 'int',
  runtimes: [{ name: 'string', version: 'string', configuration: { '*': 'dyn' } }],
  processesComplete: 'bool',
  runtimesComplete: 'bool',
};

const traits: Seen<Traits> = {
  schema: 'string',
  runtime: 'string',
  declared: 'string',
  deviations: [{ wall: 'string', exe: 'string', difference: 'string', count: 'int' }],
  ports: [{ hostAddress: 'string', hostPort: 'int', containerPort: 'int', protocol: 'string' }],
  orphan: 'string',
  listeners: [{ protocol: 'string', address: 'string', port: 'int', exe: 'string' }],
  systemCalls: ['string'],
  deviceRules: [deviceRule],
  differences: [{ wall: 'string', field: 'string', direction: 'string' }],
  restart: { policy: 'string', retries: 'int' },
  healthCheck: 'bool',
  cgroupParent: 'string',
  sysctls: ['string'],
  image: 'string',
  self: 'bool',
};

/** The variables of an expression, and what they are; the compiler holds them against the documents' own types. */
export const documents = { posture, host, traits };
