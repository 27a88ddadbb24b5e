import type { DeviceNode } from '@shoji/posture';

/** What the container's mountinfo says about its /dev. */
export interface DeviceDirectory {
  /** Id of the mount that shows at /dev. */
  mountId: number;
  /** Paths below /dev where something is mounted whose nodes nobody can open (nodev), or that has none. */
  avoid: ReadonlySet<string>;
  /** Ids of the other mounts below /dev, by path: a directory of the host's that the container was given, as a rule. */
  mounts: ReadonlyMap<string, number>;
}

/** Device nodes below a /dev. */
export interface DeviceListing {
  nodes: DeviceNode[];
  /** Whether /dev has directories of its own, whose changes do not show in its ctime. */
  nested: boolean;
}

/** Who may do what with a file (inode(7)). */
export interface Permissions {
  /** The twelve bits of chmod(2). */
  mode: number;
  uid: number;
  gid: number;
}

/** Where the trees of the host hang: its /proc, its /sys and its root directory. */
export interface Roots {
  procfs: string;
  sysfs: string;
  rootfs: string;
}

/** A file of /proc/PID that is kept open: it stays bound to that process, never to another one of the same number. */
export interface HeldFile {
  /** The whole text as it is now. @throws `ESRCH` when the process is gone. */
  read(): string;
  close(): void;
}

/**
 * The few ways in which readers touch the host; a test replaces them by a recorded or failing host. All are synchronous
 * (promises cost several times more on /proc) and throw the system's error, whose `code` is the errno name.
 */
export interface Files {
  /** The whole text, at most `limit` bytes. @throws `EFBIG` beyond the limit (default: 16 MiB). */
  readText(path: string, limit?: number): string;
  /**
   * Keeps a file of one record open, to read it again for less than half the price. `null` = no more files may be held;
   * without the method none may.
   */
  hold?(path: string): HeldFile | null;
  readLink(path: string): string;
  /** Names in the directory, unsorted. */
  readDir(path: string): string[];
  /** Whether the path is there; a path that may not be looked at throws. */
  exists(path: string): boolean;
  /** Changes whenever what the path names was replaced or written: inode, size and times. Follows no link. */
  version(path: string): string;
  /** Follows no link. */
  permissions(path: string): Permissions;
  /** Device nodes below `<root>/dev` where `root` is a `/proc/PID/root`: never follows a link made in there. */
  deviceNodes(root: string, directory: DeviceDirectory): DeviceListing;
}

/** The `code` of a system or parser error, `undefined` of anything else; told by shape, for errors cross realms. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/** Why a read failed, as the reason of an `unreadable` fact: the errno name, or the code of a parser. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  // Anything without a code is a mistake of ours, not of the host: it must not pass for a fact.
  if (code === undefined) throw error;
  return code;
}

/** Whether the error says that the process behind a /proc path is gone. */
export const isGone = (error: unknown): boolean => ['ENOENT', 'ESRCH'].includes(codeOf(error) ?? '');

/** A system error as `Files` throws it. */
export const systemError = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${path}`), { code });
