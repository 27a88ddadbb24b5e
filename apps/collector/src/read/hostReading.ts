import { isKnown } from '@shoji/posture';
import { parseBootId, parseBtime } from '@shoji/procfs';
import { HostRuntimes } from '../runtimes/host/hostRuntimes.js';
import { DockerLost } from '../runtimes/dockerLost.js';
import { mountedFrom } from '../runtimes/mountedFrom.js';
import { versionOf } from '../runtimes/host/versionOf.js';
import type { ContainerRecord } from '../runtimes/record.js';
import { RuntimeRecords } from '../runtimes/records.js';
import { inSetup } from '../runtimes/setup.js';
import { StateLost } from '../runtimes/stateLost.js';
import { Breath } from './breath.js';
import { cgroupMode } from './cgroupMounts.js';
import { CgroupWrites } from './cgroupWrites.js';
import { instanceOf, type ReadWalls } from './container.js';
import { Containers, type ReadGroup } from './containers.js';
import { discover } from './discover.js';
import { reasonOf, type Files, type Roots } from './files.js';
import { readHost, readNode, seesAllProcesses } from './host.js';
import { HostLimits } from './hostLimits.js';
import { HostWalls } from './hostWalls.js';
import { map, parsed } from './limits.js';
import { lostContainer } from './lostContainer.js';
import { namedNetworks } from './namedNetworks.js';
import { knownTypes, readHostNamespaces, readOwnNamespaces } from './namespaces.js';
import { ProcessTable, type Process } from './processes.js';
import { ReadError } from './readError.js';
import { namespaceOwners, relations } from './relations.js';
import type { ReadContainer, Snapshot } from './hostSnapshot.js';
import { sharedLowers } from './sharedLowers.js';
import { hasForeignRoot, SurroundingsReader } from './surroundings.js';
import { readFact } from './text.js';
import { watchCgroups, type Notice } from './watch.js';

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

/** Carries what is kept from one reading of a host to the next. */
export class HostReading {
  readonly #surroundings: SurroundingsReader;
  readonly #table: ProcessTable;
  readonly #known;
  readonly #records: RuntimeRecords;
  readonly #runtimes: HostRuntimes;
  readonly #walls: HostWalls;
  readonly #limits = new HostLimits();
  readonly #lost: DockerLost;
  readonly #lostStates: StateLost;
  readonly #containers = new Containers();
  readonly #made = new WeakMap<ReadWalls, Made>();
  #writes: CgroupWrites | null = null;
  #heardBefore = 0;
  #stirred = false;
  #bootedAt: Date | null = null;

  constructor(private readonly options: Options) {
    const { files, roots, inspect, askVersion } = options;
    this.#known = knownTypes(files, roots.procfs);
    this.#surroundings = new SurroundingsReader(options, this.#known);
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
    const around = this.#surroundings.read();
    const ageOf = ({ startTime }: Process) => now.getTime() - bootedAt.getTime() - (startTime * 1000) / ticks;
    const breath = new Breath();
    const all = await breath.through(this.#table.steps(this.#unmoved()));
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
    const read = await this.#containers.read(
      groups,
      {
        ...{ around, breath },
        relationsOf: (process) => relations(process, hostNamespaces, owners),
        startedAt: ({ startTime }) => writable(bootedAt.getTime() + (startTime * 1000) / ticks).toISOString(),
        isAlive: (process) => this.#table.isAlive(process),
      },
      this.#writes,
    );
    this.#surroundings.forgetUnused();

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
    const containers = read.flatMap((each, index): ReadContainer[] => {
      const record = records[index];
      if (!record) return [];
      // A container that was made for the collector starts it; one that somebody works in is not its own.
      const isSelf = each.group.processes.some(
        ({ pid, ppid }) => pid === self && [pid, ppid].includes(each.group.init.pid),
      );
      return [
        this.#container(each, {
          record,
          isSelf,
          sharedLower: shared[index],
          version: versionOf(found.runtimes, record.runtime),
          processors: isKnown(host.cpus) ? host.cpus : null,
        }),
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

  /** The very same object again where nothing that it was made of has changed. */
  #container({ group, walls, startedAt }: ReadGroup, of: Omit<Made, 'container'>): ReadContainer {
    const { record, isSelf, sharedLower, version, processors } = of;
    const made = this.#made.get(walls);
    if (
      made?.record === record &&
      made.isSelf === isSelf &&
      made.sharedLower === sharedLower &&
      made.version === version &&
      made.processors === processors &&
      made.container.instance.processCount === group.processes.length
    )
      return made.container;
    const { instance, traits } = instanceOf(group, walls, record, startedAt, of);
    const declared = record.declared?.posture ?? null;
    const container = { id: record.id, posture: walls.posture, instance, traits, declared };
    this.#made.set(walls, { ...of, container });
    return container;
  }

  /** Listens to what the kernel announces from now on; what it is silent about needs not be read every time. */
  listen(notice: (notice: Notice) => void): { close(): void } {
    const writes = new CgroupWrites(() => notice({ type: 'written' }));
    const cgroups = watchCgroups(this.#surroundings.cgroupMounts(), (what) => {
      this.#stirred = true;
      notice(what);
    });
    this.#writes = writes;
    return {
      close: () => {
        this.#writes = null;
        cgroups.close();
        writes.close();
      },
    };
  }

  /** Whether nothing was heard since the last reading that may have moved a process to another cgroup. */
  #unmoved(): boolean {
    const unmoved = this.#writes !== null && !this.#stirred && !this.#writes.moved(this.#heardBefore);
    this.#heardBefore = this.#writes?.now ?? 0;
    this.#stirred = false;
    return unmoved;
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
}

/** A container and what it was made of. */
interface Made {
  record: ContainerRecord;
  isSelf: boolean;
  sharedLower: number | undefined;
  version: string | null;
  processors: number | null;
  container: ReadContainer;
}

/** A number that no clock gave must not end the reading: a date within the four digits of its year. */
const writable = (time: number): Date => new Date(Math.max(0, Math.min(time, Date.UTC(9999, 11, 31))));

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
