import {
  canonicalJson,
  hashDocument,
  isKnown,
  namespaceTypes,
  type Fact,
  type Instance,
  type NamespaceRelation,
  type NamespaceType,
  type Posture,
  type Traits,
} from '@shoji/posture';
import { parseIdMap, parseLimits, type Mount as KernelMount, type Status } from '@shoji/procfs';
import { imageNaming } from '../runtimes/imageNaming.js';
import type { ContainerRecord } from '../runtimes/record.js';
import { tellingCalls } from '../runtimes/seccompProfile.js';
import { readCapabilities } from './capabilities.js';
import type { CgroupFiles } from './cgroupFiles.js';
import type { CgroupMounts } from './cgroupMounts.js';
import { readCgroups, type Shares } from './cgroups.js';
import { findDeviations } from './deviations.js';
import { DeviceList } from './devices.js';
import type { Files } from './files.js';
import type { Group } from './group.js';
import { readMounts } from './filesystem.js';
import type { KernelPaths } from './kernelPaths.js';
import { map, parsed } from './limits.js';
import { labelsKey, readLsm, type LsmSupport } from './lsm.js';
import { lastingListeners, ListenerList, type ListenerBudget } from './listeners.js';
import type { HostMounts } from './mountIndex.js';
import type { Process } from './processes.js';
import { ProcessWalls } from './processWalls.js';
import { readRlimits } from './rlimits.js';
import { readSeccomp } from './seccomp.js';
import { digestOf, keyOf, Memo, readFact } from './text.js';
import { unenforced } from './unenforced.js';
import { readUser } from './user.js';
import type { Values } from './values.js';

/** What all containers of one reading share. */
export interface Surroundings {
  /** Changes when what is told here of the host does. */
  key: string;
  files: Files;
  hostMounts: Fact<HostMounts>;
  /** Changes when `hostMounts` or `kernelPaths` do. */
  hostMountsKey: string;
  kernelPaths: KernelPaths;
  cgroupMounts: Fact<CgroupMounts>;
  cgroupFiles: CgroupFiles;
  lsm: LsmSupport;
  listenerBudget: ListenerBudget;
  /** Where equal facts of containers become one object. */
  values: Values;
  /** Number of the kernel's last capability. */
  lastCapability: number;
  /** Whether the reader itself is in the initial user namespace. */
  initialUsers: boolean;
  /** Mounts of a process, shared by all in one mount namespace, and their text as a key. */
  mountsOf(group: Group): { mounts: Fact<readonly KernelMount[]>; key: string };
  /** Text of `uid_map` and `gid_map`. */
  idMapsOf(process: Process): readonly [Fact<string>, Fact<string>];
}

/** Everything read of one container but who made it. */
export interface ReadWalls {
  posture: Posture;
  overlay: Instance['overlay'];
  deviations: Instance['deviations'];
  /** Of its own network namespace; absent where they were not read yet, or belong to another. */
  listeners?: NonNullable<Instance['listeners']>;
}

/** Reads the walls of one container again and again; equal readings give the very same objects. */
export class ContainerReader {
  readonly #memo = new Memo();
  #walls: { of: ReadWalls; rest: string } | null = null;
  #shares: Shares | null = null;
  #readings = 0;
  #lastStatus: { status: Fact<Status>; key: string } | null = null;
  readonly #processes = new ProcessWalls();
  readonly #devices = new DeviceList();
  readonly #listeners = new ListenerList();

  read(
    group: Group,
    namespaces: Record<NamespaceType, Fact<NamespaceRelation>>,
    around: Surroundings,
  ): ReadWalls {
    const { files, lsm } = around;
    const { directory } = group.init;
    const init = this.#processes.read(group.init, around);
    const shown = around.mountsOf(group);
    const mountsKey = shown.key;
    const { values } = around;
    const mountFacts = this.#memo.use('mounts', `${around.hostMountsKey}\n${mountsKey}`, () => {
      const facts = readMounts(shown.mounts, around.hostMounts, around.kernelPaths);
      return { ...facts, filesystem: values.same(facts.filesystem) };
    });
    const limits = readFact(files, `${directory}/limits`);
    const cgroups: Posture['cgroups'] = {
      ...readCgroups({
        mounts: around.cgroupMounts,
        files: around.cgroupFiles,
        paths: group.init.cgroups.paths,
        self: group.claim?.cgroup ?? group.init.cgroups.path,
        shares: this.#sharesThatStand(group.init.pid),
      }),
      writable: mountFacts.cgroupsWritable,
    };
    this.#shares = { io: cgroups.io, weight: cgroups.cpu.weight, cpus: cgroups.cpu.cpus };
    const devices = this.#devices.read(files, directory, mountFacts.dev);

    /** Made anew when the key changes; of the same content, it is one object for all containers. */
    const section = <T extends object>(slot: string, key: string, make: () => T): T =>
      this.#memo.use(slot, key, () => values.same(make()));
    const statusKey = this.#statusKey(init.status);
    const maps = around.idMapsOf(group.init);
    const posture = composed(values, [
      values.same(namespaces),
      section('user', `${statusKey}\n${maps.map(keyOf).join('\n')}\n${around.initialUsers}`, () =>
        readUser({ status: init.status, uidMap: map2(maps[0]), gidMap: map2(maps[1]) }, around.initialUsers),
      ),
      section('capabilities', statusKey, () => readCapabilities(init.status, around.lastCapability)),
      section('seccomp', statusKey, () => readSeccomp(init.status)),
      section('lsm', labelsKey(init.labels, lsm), () => readLsm(init.labels, lsm)),
      values.same(cgroups),
      section('rlimits', digestOf(limits), () =>
        readRlimits(map(limits, (text) => parsed(text, parseLimits))),
      ),
      section('filesystem', `${around.hostMountsKey}\n${mountsKey}\n${JSON.stringify(devices)}`, () => ({
        ...mountFacts.filesystem,
        devices,
      })),
    ]);
    const others = group.processes
      .filter((process) => process !== group.init)
      .map((process) => this.#processes.read(process, around));
    const listeners =
      namespaces.network === 'own' ? this.#listeners.read(group, files, around.listenerBudget) : undefined;
    const walls: ReadWalls = {
      posture,
      ...(listeners && { listeners }),
      overlay: mountFacts.overlay && {
        lower: mountFacts.overlay.lower.map(cut),
        upper: mountFacts.overlay.upper && cut(mountFacts.overlay.upper),
        work: mountFacts.overlay.work && cut(mountFacts.overlay.work),
      },
      deviations: others.length > 0 ? findDeviations(init, others, around.lastCapability) : [],
    };
    const rest = JSON.stringify([walls.overlay, walls.deviations, listeners]);
    if (this.#walls?.of.posture === posture && this.#walls.rest === rest) return this.#walls.of;
    this.#walls = { of: walls, rest };
    return walls;
  }

  #sharesThatStand(pid: number): Shares | null {
    this.#readings += 1;
    return this.#readings <= sharesSettled || (this.#readings + pid) % sharesEvery === 0
      ? null
      : this.#shares;
  }

  #statusKey(status: Fact<Status>): string {
    if (this.#lastStatus?.status === status) return this.#lastStatus.key;
    const key = digestOf(
      JSON.stringify(status, (_, value: unknown) => (typeof value === 'bigint' ? value.toString(16) : value)),
    );
    this.#lastStatus = { status, key };
    return key;
  }
}

type Sections = [
  Posture['namespaces'],
  Posture['user'],
  Posture['capabilities'],
  Posture['seccomp'],
  Posture['lsm'],
  Posture['cgroups'],
  Posture['rlimits'],
  Posture['filesystem'],
];

function composed(values: Values, sections: Sections): Posture {
  const [namespaces, user, capabilities, seccomp, lsm, cgroups, rlimits, filesystem] = sections;
  const parts = { namespaces, user, capabilities, seccomp, lsm, cgroups, rlimits, filesystem };
  return values.of(sections, () => ({ schema: 'shoji.posture/1', ...parts }));
}

const map2 = (text: Fact<string>) => map(text, (known) => parsed(known, parseIdMap));

const cut = (path: string): string => path.slice(0, 4096);

/** Weights, CPU sets and throttles are read in the first readings of a container, then in every eighth. */
const sharesSettled = 2;
const sharesEvery = 8;

/** Joins what the kernel shows of a container with what its runtime says. */
export function instanceOf(
  group: Group,
  walls: ReadWalls,
  record: ContainerRecord,
  startedAt: string,
  {
    isSelf,
    sharedLower,
    version,
    processors,
  }: {
    isSelf: boolean;
    sharedLower: number | undefined;
    version: string | null;
    /** How many the host has, `null` where that is not known. */
    processors: number | null;
  },
): { instance: Instance; traits: Traits } {
  const self = isSelf && ({ self: true } as const);
  const declared = record.declared?.posture;
  const systemCalls = tellingCalls(declared?.seccomp.profile);
  const deviceRules = isKnown(walls.posture.cgroups.devices) ? undefined : declared?.cgroups.devices;
  const image = imageNaming(record.image);
  const traits: Traits = {
    schema: 'shoji.traits/1',
    runtime: record.runtime,
    declared: record.declared?.hash ?? null,
    deviations: walls.deviations.map(({ wall, exe, difference, count }) => ({
      wall,
      exe,
      difference,
      count,
    })),
    ports: record.ports,
    orphan: record.orphan,
    ...self,
    ...(walls.listeners && { listeners: lastingListeners(walls.listeners) }),
    ...(systemCalls && { systemCalls }),
    ...(Array.isArray(deviceRules) && { deviceRules }),
    ...(declared && { differences: unenforced(declared, walls.posture, processors) }),
    ...(image && { image }),
  };
  const ids = namespaceTypes.flatMap((type) => {
    const inode = group.init.namespaces[type];
    return isKnown(inode) ? [[type, inode] as const] : [];
  });
  const instance: Instance = {
    id: record.id,
    kind: record.kind,
    runtime: { name: record.runtime, version },
    name: record.name.slice(0, 4096),
    image: record.image,
    labels: record.labels,
    pid: group.init.pid,
    startedAt,
    cgroupPath: cut(group.claim?.cgroup ?? group.init.cgroups.path),
    namespaceIds: Object.fromEntries(ids),
    overlay: walls.overlay,
    processCount: group.processes.length,
    deviations: walls.deviations,
    ports: record.ports,
    orphan: record.orphan,
    ...(walls.listeners && { listeners: walls.listeners }),
    ...(sharedLower !== undefined && { sharedLower }),
    declared: record.declared?.hash ?? null,
    traits: traitsHash(traits),
    parent: record.parent,
    pod: record.pod,
    ...self,
  };
  return { instance, traits };
}

const hashes = new Map<string, string>();

/** Few distinct traits exist on a host: each is hashed once. */
function traitsHash(traits: Traits): string {
  const text = canonicalJson(traits);
  let hash = hashes.get(text);
  if (hash === undefined) {
    hash = hashDocument(traits);
    if (hashes.size >= 10_000) hashes.clear();
    hashes.set(text, hash);
  }
  return hash;
}
