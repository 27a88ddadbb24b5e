import { ProcfsError, quote } from './errors.js';
import { decimal } from './number.js';

/** Namespace types by the kernel's names, as the links below /proc/PID/ns spell them (namespaces(7)). */
export const namespaceLinkTypes = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;
export type NamespaceLinkType = (typeof namespaceLinkTypes)[number];

const isLinkType = (type: string): type is NamespaceLinkType =>
  (namespaceLinkTypes as readonly string[]).includes(type);

export interface NamespaceLink {
  type: NamespaceLinkType;
  inode: number;
}

/** The target of a link below /proc/PID/ns, `mnt:[4026531841]`. @throws ProcfsError */
export function parseNamespaceLink(target: string): NamespaceLink {
  const open = target.indexOf(':[');
  const type = target.slice(0, Math.max(0, open));
  if (!isLinkType(type) || !target.endsWith(']')) {
    throw new ProcfsError('malformed', `not a namespace link: ${quote(target)}`);
  }
  return { type, inode: decimal(target, open + 2, target.length - 1) };
}

/** include/linux/proc_ns.h; since Linux 6.18 include/uapi/linux/nsfs.h. Dynamic numbers begin above them, at 0xF0000000. */
const initialInodes: Record<NamespaceLinkType, number> = {
  ipc: 0xefffffff,
  uts: 0xeffffffe,
  user: 0xeffffffd,
  pid: 0xeffffffc,
  cgroup: 0xeffffffb,
  time: 0xeffffffa,
  net: 0xeffffff9,
  mnt: 0xeffffff8,
};

/**
 * The inode number of the initial namespace of a type. Every kernel fixes it for all but `net` and `mnt`, which only
 * Linux 6.18 and later do: there, another number says nothing on an older kernel. Use `isInitialNamespace`.
 */
export function initialNamespaceInode(type: NamespaceLinkType): number {
  return initialInodes[type];
}

/**
 * Whether a namespace is the initial one of its type. null = its number cannot tell (`net` and `mnt` before Linux
 * 6.18): compare it with the link of a process known to be the host's, as /proc/1 or /proc/2 of the host's procfs.
 */
export function isInitialNamespace({ type, inode }: NamespaceLink): boolean | null {
  if (inode === initialInodes[type]) return true;
  return type === 'net' || type === 'mnt' ? null : false;
}
