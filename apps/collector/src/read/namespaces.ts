import {
  isKnown,
  namespaceTypes,
  unreadable,
  unsupported,
  type Fact,
  type NamespaceType,
} from '@shoji/posture';
import { initialNamespaceInode, parseNamespaceLink, type NamespaceLinkType } from '@shoji/procfs';
import { isGone, reasonOf, type Files } from './files.js';

/** Inode numbers of the namespaces of one process, as `/proc/PID/ns/*` shows them (namespaces(7)). */
export type NamespaceIds = Record<NamespaceType, Fact<number>>;

const kernelNames: Record<NamespaceType, NamespaceLinkType> = {
  cgroup: 'cgroup',
  ipc: 'ipc',
  mount: 'mnt',
  network: 'net',
  pid: 'pid',
  time: 'time',
  user: 'user',
  uts: 'uts',
};

const links = Object.fromEntries(namespaceTypes.map((type) => [type, `/ns/${kernelNames[type]}`])) as Record<
  NamespaceType,
  string
>;

/** The last link of each type and its inode: most processes have that of the one before. */
const last = new Map<NamespaceType, { target: string; inode: number }>();

function inodeOf(type: NamespaceType, target: string): number {
  const before = last.get(type);
  if (before?.target === target) return before.inode;
  const { inode } = parseNamespaceLink(target);
  last.set(type, { target, inode });
  return inode;
}

/** Which types the running kernel knows; all eight where its own list cannot be read. */
export function knownTypes(files: Files, procfs: string): ReadonlySet<NamespaceType> {
  try {
    const links = new Set(files.readDir(`${procfs}/self/ns`));
    return new Set(namespaceTypes.filter((type) => links.has(kernelNames[type])));
  } catch {
    return new Set(namespaceTypes);
  }
}

/**
 * Reads the namespaces of a process. `pid` is the id of its PID namespace if that was read before: the one wall that a
 * living process cannot change. @throws when the process is gone.
 */
export function readNamespaces(
  files: Files,
  process: string,
  known: ReadonlySet<NamespaceType>,
  pid?: number,
): NamespaceIds {
  const ids = {} as NamespaceIds;
  // One ptrace check guards all links: when it refuses one it refuses all, and a refusal is dear.
  let refused: Fact<number> | null = null;
  for (const type of namespaceTypes) {
    if (!known.has(type)) ids[type] = unsupported(`kernel without ${type} namespaces`);
    else if (type === 'pid' && pid !== undefined) ids[type] = pid;
    else if (refused) ids[type] = refused;
    else {
      try {
        ids[type] = inodeOf(type, files.readLink(process + links[type]));
      } catch (error) {
        if (isGone(error)) throw error;
        const reason = reasonOf(error);
        ids[type] = unreadable(reason);
        if (reason === 'EACCES' || reason === 'EPERM') refused = unreadable(reason);
      }
    }
  }
  return ids;
}

/**
 * The host's own namespaces: fixed numbers where the kernel has them, else PID 1 through the proc root, else kthreadd,
 * which never leaves the initial ones.
 */
export function readHostNamespaces(
  files: Files,
  procfs: string,
  known: ReadonlySet<NamespaceType>,
): NamespaceIds {
  const first = tolerant(files, `${procfs}/1`, known);
  const kthreadd = isKthreadd(files, procfs) ? tolerant(files, `${procfs}/2`, known) : null;
  return Object.fromEntries(
    namespaceTypes.map((type) => {
      if (known.has(type) && type !== 'mount' && type !== 'network')
        return [type, initialNamespaceInode(kernelNames[type])];
      return [type, kthreadd && !isKnown(first[type]) ? kthreadd[type] : first[type]];
    }),
  ) as NamespaceIds;
}

/** The collector's own namespaces, whoever's /proc it is that it reads. */
export const readOwnNamespaces = (
  files: Files,
  procfs: string,
  known: ReadonlySet<NamespaceType>,
): NamespaceIds => tolerant(files, `${procfs}/self`, known);

function tolerant(files: Files, process: string, known: ReadonlySet<NamespaceType>): NamespaceIds {
  try {
    return readNamespaces(files, process, known);
  } catch (error) {
    return Object.fromEntries(
      namespaceTypes.map((type) => [type, unreadable(reasonOf(error))]),
    ) as NamespaceIds;
  }
}

/** Whether PID 2 is the kernel's: in a PID namespace of its own it is anybody. */
export function isKthreadd(files: Files, procfs: string): boolean {
  try {
    return files.readText(`${procfs}/2/stat`).startsWith('2 (kthreadd) ');
  } catch {
    return false;
  }
}

/** Whether the process left the host's namespace of this type; `false` also where either side is unknown. */
export const isForeign = (ids: NamespaceIds, host: NamespaceIds, type: NamespaceType): boolean => {
  const own = ids[type];
  const reference = host[type];
  return isKnown(own) && isKnown(reference) && own !== reference;
};

/** Something for each of some namespaces: a type and an inode name one. */
export class ByNamespace<T> {
  readonly #types = new Map<NamespaceType, Map<number, T>>();

  get(type: NamespaceType, inode: number): T | undefined {
    return this.#types.get(type)?.get(inode);
  }

  /** Keeps what it has where it has something. */
  add(type: NamespaceType, inode: number, value: T): void {
    let inodes = this.#types.get(type);
    if (!inodes) this.#types.set(type, (inodes = new Map<number, T>()));
    if (!inodes.has(inode)) inodes.set(inode, value);
  }
}
