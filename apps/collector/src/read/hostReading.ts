import { isKnown, unreadable, type Fact } from '@shoji/posture';
import {
  initialNamespaceInode,
  parseBootId,
  parseBtime,
  parseMountinfo,
  type Mount as KernelMount,
} from '@shoji/procfs';
import { HostRuntimes } from '../runtimes/host/hostRuntimes.js';
import { DockerLost } from '../runtimes/dockerLost.js';
import { mountedFrom } from '../runtimes/mountedFrom.js';
import { versionOf } from '../runtimes/host/versionOf.js';
import { RuntimeRecords } from '../runtimes/records.js';
import { inSetup } from '../runtimes/setup.js';
import { StateLost } from '../runtimes/stateLost.js';
import { readLastCapability } from './capabilities.js';
import { Breath } from './breath.js';
import { CgroupFiles } from './cgroupFiles.js';
import { cgroupMode, findCgroupMounts, type CgroupMounts } from './cgroupMounts.js';
import { ContainerReader, instanceOf, type ReadWalls, type Surroundings } from './container.js';
import { discover } from './discover.js';
import type { Group } from './group.js';
import { reasonOf, type Files, type Roots } from './files.js';
import { readHost, readNode, seesAllProcesses } from './host.js';
import { HostLimits } from './hostLimits.js';
import { HostWalls } from './hostWalls.js';
import { readKernelPaths } from './kernelPaths.js';
import { map, parsed } from './limits.js';
import { lostContainer } from './lostContainer.js';
import { listenersEachReading } from './listeners.js';
import { readLsmSupport } from './lsm.js';
import { deviceOf, indexHostMounts, type HostMounts } from './mountIndex.js';
import { namedNetworks } from './namedNetworks.js';
import { knownTypes, readHostNamespaces, readOwnNamespaces } from './namespaces.js';
import { ProcessTable, type Process } from './processes.js';
import { ReadError } from './readError.js';
import { namespaceOwners, relations } from './relations.js';
import type { ReadContainer, Snapshot } from './hostSnapshot.js';
import { sharedLowers } from './sharedLowers.js';
import { keyOf, Memo, readFact } from './text.js';

interface Options {
  roots: Roots;
  collectorVersion: string;
  files: Files;
  inspect: (id: string) => Promise<unknown>;
  /** `GET /version` of a docker daemon; nobody is asked where it is left out. */
  askVersion?: (socketPath: string) => Promise<unknown>;
  /** How many containers one reading may list the sockets of. */
  listenersEachReading?: number;
}

/** Clock ticks a second of the times in /proc (USER_HZ): 100 on every architecture that Linux still has. */
const ticks = 100;

interface Kept {
  reader: ContainerReader;
  startedAt: string;
}

/** Carries what is kept from one reading of a host to the next. */
export class HostReading {
  readonly #memo = new Memo();
  readonly #table: ProcessTable;
  readonly #known;
  readonly #records: RuntimeRecords;
  readonly #runtimes: HostRuntimes;
  readonly #walls: HostWalls;
  readonly #limits = new HostLimits();
  readonly #lost: DockerLost;
  readonly #lostStates: StateLost;
  #containers = new Map<string, Kept>();
  #bootedAt: Date | null = null;
  #version = 0;
  #lastCapability: number | null = null;
  #cgroupNamespace: Fact<number> | null = null;
  #initialIdMaps: readonly [Fact<string>, Fact<string>] | null = null;

  constructor(private readonly options: Options) {
    const { files, roots, inspect, askVersion } = options;
    this.#known = knownTypes(files, roots.procfs);
    this.#table = new ProcessTable(files, roots.procfs, this.#known);
    this.#records = new RuntimeRecords(files, roots, inspect);
    this.#runtimes = new HostRuntimes(files, roots, askVersion ?? (() => Promise.resolve(null)));
    this.#walls = new HostWalls(files, roots.procfs);
    this.#lost = new DockerLost(files, roots);
    this.#lostStates = new StateLost(files, roots);
  }

  async read(now: Date): Promise<Snapshot> {
    const { files, roots, collectorVersion } = this.options;
    const { procfs } = roots;
    const bootId = this.#bootId();
    const bootedAt = (this.#bootedAt ??= this.#readBootTime(now));
    const hostNamespaces = readHostNamespaces(files, procfs, this.#known);
    const around = this.surroundings();
    const ageOf = ({ startTime }: Process) => now.getTime() - bootedAt.getTime() - (startTime * 1000) / ticks;
    const breath = new Breath();
    const all = await breath.through(this.#table.steps());
    // Half-built walls are nobody's: reported, they would be findings and history of a container that never was.
    const processes = all.filter((process) => !inSetup(process.comm, ageOf(process)));
    this.#walls.begin(around.lsm);
    this.#limits.begin(around.cgroupMounts, around.cgroupFiles);
    const groups = discover(processes, hostNamespaces, {
      foreignRoot: (process) => hasForeignRoot(process, around),
      hasWalls: (process) => this.#walls.has(process),
      limitedBy: ({ cgroups }) => this.#limits.cgroupOf(cgroups),
    });

    const owners = namespaceOwners(groups.map(({ init }) => init));
    const kept = new Map<string, Kept>();
    const read: { group: Group; walls: ReadWalls; startedAt: string }[] = [];
    for (const group of groups) {
      if (breath.due) await breath.take();
      const key = keyOfGroup(group.init);
      const entry = this.#containers.get(key) ?? {
        reader: new ContainerReader(),
        startedAt: writable(bootedAt.getTime() + (group.init.startTime * 1000) / ticks).toISOString(),
      };
      const relation = relations(group.init, hostNamespaces, owners);
      const walls = entry.reader.read(group, relation, around);
      // Half a container is none: init may have gone, and its pid to somebody else, while its files were read.
      if (!this.#table.isAlive(group.init)) continue;
      kept.set(key, entry);
      read.push({ group, walls, startedAt: entry.startedAt });
    }
    this.#containers = kept;
    this.#memo.forgetUnused();

    const records = await this.#records.describe(
      read.map(({ group }) => group),
      bootId,
      (group) => mountedFrom(around.mountsOf(group).mounts, around.hostMounts),
    );
    const self = ownPid(files, procfs);
    const found = await this.#runtimes.read(processes, hostNamespaces);
    const shared = sharedLowers(read.map(({ walls }) => walls.overlay));
    const whose = { own: readOwnNamespaces(files, procfs, this.#known), host: hostNamespaces };
    const host = readHost(files, roots, whose, {
      cgroupMode: cgroupMode(around.shownCgroups),
      processesComplete: seesAllProcesses(files, roots, this.#table.unread),
      ...found,
    });
    const containers = read.flatMap(({ group, walls, startedAt }, index): ReadContainer[] => {
      const record = records[index];
      if (!record) return [];
      // A container that was made for the collector starts it; one that somebody works in is not its own.
      const isSelf = group.processes.some(
        ({ pid, ppid }) => pid === self && [pid, ppid].includes(group.init.pid),
      );
      const { instance, traits } = instanceOf(group, walls, record, startedAt, {
        isSelf,
        sharedLower: shared[index],
        version: versionOf(found.runtimes, record.runtime),
        processors: isKnown(host.cpus) ? host.cpus : null,
      });
      return [
        {
          id: record.id,
          posture: walls.posture,
          instance,
          traits,
          declared: record.declared?.posture ?? null,
        },
      ];
    });
    const ids = new Set(containers.map(({ id }) => id));
    const ofDocker = this.#lost.find(all, hostNamespaces, ids, now.getTime());
    const ofOthers = this.#lostStates.find(all, ids, now.getTime());
    const lost = [...ofDocker.lost, ...ofOthers.lost];
    return {
      observedAt: now,
      bootId,
      host,
      node: {
        ...readNode(files, roots, whose, { bootedAt, collectorVersion }),
        networkNamespaces: namedNetworks(around.hostMounts, processes, hostNamespaces),
      },
      containers: oncePerId([...containers, ...lost.map(lostContainer)]),
      settling: ofDocker.unsure || ofOthers.unsure || processes.length < all.length,
    };
  }

  /** Where the cgroup hierarchies can be read and watched. */
  cgroupMounts(first = this.#hostMountinfo()): Fact<CgroupMounts> {
    const { files, roots } = this.options;
    const own = readFact(files, `${roots.procfs}/self/mountinfo`);
    return this.#memo.use('cgroups', `${keyOf(own)}\n${keyOf(first)}`, () =>
      findCgroupMounts(mountsIn(own), mountsIn(first), roots.sysfs),
    );
  }

  /** What every container of one reading is read with. */
  surroundings(): Surroundings & {
    mountsOfProcess: (process: Process) => Mounts;
    shownCgroups: Fact<CgroupMounts>;
  } {
    const { files, roots } = this.options;
    const host = this.#hostMountinfo();
    const hostMounts = this.#memo.use('host', keyOf(host), () => map(mountsIn(host), indexHostMounts));
    const kernelPaths = readKernelPaths(files, roots);
    const shownCgroups = this.cgroupMounts(host);
    const byNamespace = new Map<number, Mounts>();
    const mountsOfProcess = (process: Process): Mounts => {
      const inode = process.namespaces.mount;
      const known = isKnown(inode) ? byNamespace.get(inode) : undefined;
      if (known) return known;
      const text = readFact(files, `${process.directory}/mountinfo`);
      const slot = `mounts:${isKnown(inode) ? inode : process.pid}`;
      const entry = this.#memo.use(slot, keyOf(text), () => ({
        mounts: mountsIn(text),
        key: String(++this.#version),
      }));
      if (isKnown(inode)) byNamespace.set(inode, entry);
      return entry;
    };
    return {
      files,
      hostMounts,
      hostMountsKey: this.#memo.use('version', `${keyOf(host)}\n${JSON.stringify(kernelPaths)}`, () =>
        String(++this.#version),
      ),
      kernelPaths,
      // Paths that such a namespace shows begin at its own root: none tells where in the host's tree it is.
      cgroupMounts: this.#ownCgroups()
        ? unreadable('collector has a cgroup namespace of its own')
        : shownCgroups,
      shownCgroups,
      cgroupFiles: new CgroupFiles(files),
      lsm: readLsmSupport(files, roots),
      listenerBudget: { left: this.options.listenersEachReading ?? listenersEachReading },
      lastCapability: (this.#lastCapability ??= readLastCapability(files, roots.procfs)),
      initialUsers: this.#inInitialUsers(),
      mountsOf: ({ init }: Group) => mountsOfProcess(init),
      idMapsOf: (process) => this.#idMaps(process),
      mountsOfProcess,
    };
  }

  #hostMountinfo(): Fact<string> {
    return readFact(this.options.files, `${this.options.roots.procfs}/1/mountinfo`);
  }

  /** An id map can be written once in the life of a user namespace (user_namespaces(7)); the initial one never ends. */
  #idMaps({ directory, namespaces: { user } }: Process): readonly [Fact<string>, Fact<string>] {
    const { files } = this.options;
    const read = () =>
      [readFact(files, `${directory}/uid_map`), readFact(files, `${directory}/gid_map`)] as const;
    if (user !== initialNamespaceInode('user')) return read();
    if (this.#initialIdMaps?.every((text) => isKnown(text))) return this.#initialIdMaps;
    return (this.#initialIdMaps = read());
  }

  #bootId(): string {
    const path = `${this.options.roots.procfs}/sys/kernel/random/boot_id`;
    try {
      return parseBootId(this.options.files.readText(path));
    } catch (cause) {
      throw new ReadError(
        'no-procfs',
        `${this.options.roots.procfs} is no procfs: ${path} (${reasonOf(cause)})`,
        { cause },
      );
    }
  }

  #readBootTime(now: Date): Date {
    const time = map(readFact(this.options.files, `${this.options.roots.procfs}/stat`), (text) =>
      parsed(text, parseBtime),
    );
    return isKnown(time) ? writable(time * 1000) : now;
  }

  /** Whether the collector is known to be in a cgroup namespace that is not the host's; it never leaves the one it has. */
  #ownCgroups(): boolean {
    const { files, roots } = this.options;
    const own = (this.#cgroupNamespace ??= readOwnNamespaces(files, roots.procfs, this.#known).cgroup);
    return isKnown(own) && own !== initialNamespaceInode('cgroup');
  }

  /** A process is shown its own map as its parent namespace sees it; only the initial one maps everything to itself. */
  #inInitialUsers(): boolean {
    const text = readFact(this.options.files, `${this.options.roots.procfs}/self/uid_map`);
    return typeof text !== 'string' || /^\s*0\s+0\s+4294967295\s*$/.test(text);
  }
}

interface Mounts {
  mounts: Fact<readonly KernelMount[]>;
  key: string;
}

const mountsIn = (text: Fact<string>): Fact<KernelMount[]> =>
  map(text, (known) => parsed(known, parseMountinfo));

/** A number that no clock gave must not end the reading: a date within the four digits of its year. */
const writable = (time: number): Date => new Date(Math.max(0, Math.min(time, Date.UTC(9999, 11, 31))));

const keyOfGroup = ({ pid, startTime }: Process): string => `${pid}:${startTime}`;

/** Whether the process's root is not what the host shows at `/`. */
function hasForeignRoot(
  process: Process,
  {
    hostMounts,
    mountsOfProcess,
  }: { hostMounts: Fact<HostMounts>; mountsOfProcess: (process: Process) => Mounts },
): boolean {
  const { mounts } = mountsOfProcess(process);
  if (!isKnown(mounts) || !isKnown(hostMounts) || !hostMounts.root) return false;
  const root = mounts.findLast(({ mountPoint }) => mountPoint === '/');
  return (
    root !== undefined && (root.root !== hostMounts.root.root || deviceOf(root) !== deviceOf(hostMounts.root))
  );
}

/** Id of this process as the proc root counts; `null` where it does not show it. */
function ownPid(files: Files, procfs: string): number | null {
  try {
    return Number(files.readLink(`${procfs}/self`));
  } catch (error) {
    reasonOf(error);
    return null;
  }
}

/** Two groups may carry one id for a moment, while a runtime restarts a container: the newer one is the container. */
function oncePerId(containers: ReadContainer[]): ReadContainer[] {
  const newest = new Map<string, ReadContainer>();
  for (const container of containers) {
    const other = newest.get(container.id);
    if (!other || other.instance.startedAt <= container.instance.startedAt)
      newest.set(container.id, container);
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
