import { isKnown, unreadable, type Fact, type NamespaceType } from '@shoji/posture';
import { initialNamespaceInode, parseMountinfo, type Mount as KernelMount } from '@shoji/procfs';
import { readLastCapability } from './capabilities.js';
import { CgroupFiles } from './cgroupFiles.js';
import { findCgroupMounts, type CgroupMounts } from './cgroupMounts.js';
import type { Surroundings } from './container.js';
import { wholeEvery } from './containers.js';
import type { Files, Roots } from './files.js';
import type { Group } from './group.js';
import { readKernelPaths } from './kernelPaths.js';
import { map, parsed } from './limits.js';
import { listenersEachReading } from './listeners.js';
import { readLsmSupport } from './lsm.js';
import { deviceOf, indexHostMounts, type HostMounts } from './mountIndex.js';
import { readOwnNamespaces } from './namespaces.js';
import type { Process } from './processes.js';
import { digestOf, keyOf, Memo, readFact } from './text.js';
import { Values } from './values.js';

interface Options {
  roots: Roots;
  files: Files;
  /** How many containers one reading may list the sockets of. */
  listenersEachReading?: number;
}

/** Mounts of one mount namespace; the key changes when they do. */
type Mounts = ReturnType<Surroundings['mountsOf']>;

/** Parsed when somebody asks: most are as they were, and nobody does. */
class LazyMounts implements Mounts {
  #mounts: Fact<KernelMount[]> | undefined;

  constructor(
    readonly key: string,
    private readonly text: Fact<string>,
  ) {}

  get mounts(): Fact<readonly KernelMount[]> {
    return (this.#mounts ??= mountsIn(this.text));
  }
}

const mountsIn = (text: Fact<string>): Fact<KernelMount[]> =>
  map(text, (known) => parsed(known, parseMountinfo));

/** What one reading has found of the host before it looks at any container. */
export interface HostSurroundings extends Surroundings {
  mountsOfProcess(process: Process): Mounts;
  /** As the hierarchies are mounted, wherever the collector itself is. */
  shownCgroups: Fact<CgroupMounts>;
}

const ownCgroupNamespace = unreadable('collector has a cgroup namespace of its own');

/** Reads what all containers of a host are read with; keeps what was made of texts that are as they were. */
export class SurroundingsReader {
  /** The mounts of a container that sleeps are asked for when it is read whole again. */
  readonly #memo = new Memo(wholeEvery + 1);
  readonly #values = new Values();
  #version = 0;
  #lastCapability: number | null = null;
  #cgroupNamespace: Fact<number> | null = null;
  #initialIdMaps: readonly [Fact<string>, Fact<string>] | null = null;

  constructor(
    private readonly options: Options,
    private readonly known: ReadonlySet<NamespaceType>,
  ) {}

  /** Where the cgroup hierarchies can be read. */
  cgroupMounts(first = this.#hostMountinfo()): Fact<CgroupMounts> {
    const { files, roots } = this.options;
    const own = readFact(files, `${roots.procfs}/self/mountinfo`);
    return this.#memo.use('cgroups', `${keyOf(own)}\n${keyOf(first)}`, () =>
      findCgroupMounts(mountsIn(own), mountsIn(first), roots.sysfs),
    );
  }

  /** What every container of one reading is read with. */
  read(): HostSurroundings {
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
      const key = this.#memo.use(slot, digestOf(text), () => String(++this.#version));
      const entry = new LazyMounts(key, text);
      if (isKnown(inode)) byNamespace.set(inode, entry);
      return entry;
    };
    const hostMountsKey = this.#memo.use('version', `${keyOf(host)}\n${JSON.stringify(kernelPaths)}`, () =>
      String(++this.#version),
    );
    const lsm = this.#values.same(readLsmSupport(files, roots));
    const initialUsers = this.#inInitialUsers();
    return {
      key: `${hostMountsKey} ${initialUsers} ${JSON.stringify(lsm)}`,
      files,
      hostMounts,
      hostMountsKey,
      kernelPaths,
      // Paths that such a namespace shows begin at its own root: none tells where in the host's tree it is.
      cgroupMounts: this.#ownCgroups() ? ownCgroupNamespace : shownCgroups,
      shownCgroups,
      cgroupFiles: new CgroupFiles(files),
      lsm,
      listenerBudget: { left: this.options.listenersEachReading ?? listenersEachReading },
      lastCapability: (this.#lastCapability ??= readLastCapability(files, roots.procfs)),
      values: this.#values,
      initialUsers,
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

  /** Whether the collector is known to be in a cgroup namespace that is not the host's; it never leaves the one it has. */
  #ownCgroups(): boolean {
    const { files, roots } = this.options;
    const own = (this.#cgroupNamespace ??= readOwnNamespaces(files, roots.procfs, this.known).cgroup);
    return isKnown(own) && own !== initialNamespaceInode('cgroup');
  }

  /** A process is shown its own map as its parent namespace sees it; only the initial one maps everything to itself. */
  #inInitialUsers(): boolean {
    const text = readFact(this.options.files, `${this.options.roots.procfs}/self/uid_map`);
    return typeof text !== 'string' || /^\s*0\s+0\s+4294967295\s*$/.test(text);
  }

  /** Ends a reading: forgets the mounts of namespaces that nobody asked for in a while. */
  forgetUnused(): void {
    this.#memo.forgetUnused();
    this.#values.forgetUnused();
  }
}

/** Whether the process's root is not what the host shows at `/`. */
export function hasForeignRoot(
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
