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
import { parseIdMap, parseLimits, type Mount as KernelMount, type OverlayLayers } from '@shoji/procfs';
import { imageNaming } from '../runtimes/imageNaming.js';
import type { ContainerRecord } from '../runtimes/record.js';
import { runtimeTraits } from '../runtimes/runtimeTraits.js';
import { tellingCalls } from '../runtimes/seccompProfile.js';
import { readCapabilities } from './capabilities.js';
import type { CgroupFiles } from './cgroupFiles.js';
import type { CgroupMounts } from './cgroupMounts.js';
import { ContainerCgroups } from './containerCgroups.js';
import { Derived } from './derived.js';
import { findDeviations } from './deviations.js';
import { DeviceList } from './devices.js';
import type { Files } from './files.js';
import type { Group } from './group.js';
import { readMounts, type MountFacts } from './filesystem.js';
import type { KernelPaths } from './kernelPaths.js';
import { map, parsed } from './limits.js';
import { readLsm, type LsmSupport } from './lsm.js';
import { lastingListeners, ListenerList, type ListenerBudget } from './listeners.js';
import type { HostMounts } from './mountIndex.js';
import type { Process } from './processes.js';
import { ProcessWalls } from './processWalls.js';
import { readRlimits } from './rlimits.js';
import { readSeccomp } from './seccomp.js';
import { cut } from './stableName.js';
import { keyOf, readFact } from './text.js';
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
  readonly #mounts = new Derived<Omit<MountFacts, 'overlay'> & Pick<ReadWalls, 'overlay'>>();
  readonly #namespaces = new Derived<Posture['namespaces']>();
  readonly #user = new Derived<Posture['user']>();
  readonly #capabilities = new Derived<Posture['capabilities']>();
  readonly #seccomp = new Derived<Posture['seccomp']>();
  readonly #lsm = new Derived<Posture['lsm']>();
  readonly #filesystem = new Derived<Posture['filesystem']>();
  readonly #posture = new Derived<Posture>();
  readonly #walls = new Derived<ReadWalls>();
  readonly #processes = new ProcessWalls();
  readonly #cgroups = new ContainerCgroups();
  readonly #devices = new DeviceList();
  readonly #listeners = new ListenerList();

  read(
    group: Group,
    namespaces: Record<NamespaceType, Fact<NamespaceRelation>>,
    around: Surroundings,
  ): ReadWalls {
    const { files, lsm, values, initialUsers, lastCapability } = around;
    const { directory } = group.init;
    const init = this.#processes.read(group.init, around);
    const { status, labels } = init;
    const shown = around.mountsOf(group);
    const mounts = this.#mounts.of([around.hostMountsKey, shown.key], () => {
      const facts = readMounts(shown.mounts, around.hostMounts, around.kernelPaths);
      const overlay = facts.overlay && values.same(layers(facts.overlay));
      return { ...facts, overlay, filesystem: values.same(facts.filesystem) };
    });
    const limits = readFact(files, `${directory}/limits`);
    const devices = this.#devices.read(files, directory, mounts.dev, values);
    const [uids, gids] = around.idMapsOf(group.init);
    const sections: Sections = [
      this.#namespaces.of(Object.values(namespaces), () => values.same(namespaces)),
      this.#user.of([status, keyOf(uids), keyOf(gids), initialUsers], () =>
        values.same(readUser({ status, uidMap: idMap(uids), gidMap: idMap(gids) }, initialUsers)),
      ),
      this.#capabilities.of([status], () => values.same(readCapabilities(status, lastCapability))),
      this.#seccomp.of([status], () => values.same(readSeccomp(status))),
      this.#lsm.of([labels.apparmor, labels.selinux, lsm.enforcing], () => values.same(readLsm(labels, lsm))),
      this.#cgroups.read(group, mounts.cgroupsWritable, around),
      values.made('limits', keyOf(limits), () =>
        readRlimits(map(limits, (text) => parsed(text, parseLimits))),
      ),
      this.#filesystem.of([mounts, devices], () => values.same({ ...mounts.filesystem, devices })),
    ];
    const posture = this.#posture.of(sections, () => composed(values, sections));
    const others = group.processes
      .filter((process) => process !== group.init)
      .map((process) => this.#processes.read(process, around));
    const deviations = values.same(findDeviations(init, others, lastCapability));
    const listeners =
      namespaces.network === 'own' ? this.#listeners.read(group, files, around.listenerBudget) : undefined;
    const { overlay } = mounts;
    return this.#walls.of([posture, overlay, deviations, listeners], () => ({
      ...{ posture, overlay, deviations },
      ...(listeners && { listeners }),
    }));
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

const idMap = (text: Fact<string>) => map(text, (known) => parsed(known, parseIdMap));

const layers = ({ lower, upper, work }: OverlayLayers): NonNullable<Instance['overlay']> => ({
  lower: lower.map(cut),
  upper: upper && cut(upper),
  work: work && cut(work),
});

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
    ...runtimeTraits(record, group),
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
    name: cut(record.name),
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
