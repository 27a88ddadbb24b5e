/** How a posture says what the independent reader of a recording says in its own words. */
import type { NamespaceType } from '@shoji/posture';
import { capabilityTable } from '@shoji/procfs';
import type { ExpectedContainer, ExpectedDeviation, ExpectedMount } from './expected.js';

/** Namespace types by the names of their links. */
export const ociNames: Record<string, NamespaceType> = {
  cgroup: 'cgroup',
  ipc: 'ipc',
  mnt: 'mount',
  net: 'network',
  pid: 'pid',
  time: 'time',
  user: 'user',
  uts: 'uts',
};

/** A capability mask as the kernel prints it. */
export const maskOf = (names: unknown): string =>
  (names as string[])
    .reduce((mask, name) => mask | (1n << BigInt(capabilityTable.indexOf(name as never))), 0n)
    .toString(16)
    .padStart(16, '0');

/** Without what is random per container. */
export const stable = (path: string): string => path.replace(/[0-9a-f]{64}/g, '<id>');

/** The posture's ids are those that the container sees. */
export const inside = (id: number, map: ExpectedContainer['uid_map']): number => {
  const range = map.find(([, outside, size]) => id >= outside && id < outside + size);
  return range ? range[0] + id - range[1] : 65534;
};

/** Masked by newer runtimes than those of the recordings. */
export const newlyMasked = ['/proc/interrupts'];

/** Masked in a form that the independent reader did not know: systemd's inaccessible nodes, since 256 those of machines. */
export const knownForms = (host: string, title: string): string[] => {
  if (title === 's-hard') return ['/proc/kallsyms', '/proc/kcore'];
  return host === 'vm-trixie' && title.startsWith('n-')
    ? ['kallsyms', 'kcore', 'keys', 'sysrq-trigger', 'timer_list'].map((name) => `/proc/${name}`)
    : [];
};

/** Whether the process sees a sysfs whose part of the path is there. */
export const sysfsAt = (text: (path: string) => string, pid: number, path: string): boolean =>
  text(`/proc/${pid}/mountinfo`)
    .split('\n')
    .some((line) => line.includes(' - sysfs ') && `${path}/`.startsWith(`${line.split(' ')[4]}/`));

/** Mounts that a posture does not list: what every container has, and other containers' mounts below a host tree. */
export const isToldElsewhere = ({ at, host_path: source, kind, fs }: ExpectedMount): boolean =>
  kind === 'proc-path' ||
  isOwnSysfs(at, fs) ||
  (at === source && /^\/dev\/(null|zero|full|random|urandom|tty)$/.test(at)) ||
  fs === 'nsfs' ||
  stable(at) !== at;

export const isOwnSysfs = (at: string, fs: string): boolean => fs === 'sysfs' && at.startsWith('/sys/');

/** What a runtime writes for every container: mounts of the host's, which the independent reader left out. */
export const runtimeFiles = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf', '/run/.containerenv'];

/**
 * What a process that differs from init deviates in. Another user is one only as root, fewer capabilities, limits, an
 * executable of its own or being a zombie are none.
 */
export function deviationsOf(
  { uid_map: map }: ExpectedContainer,
  { pid, differs }: ExpectedDeviation,
): string[] {
  const { ns, uid, caps, uid_map, gid_map, root, no_new_privs: nnp, seccomp, apparmor } = differs;
  const modes = ['disabled', 'strict', 'filter'];
  const mapped = (ranges: number[][]) => ranges.map((range) => range.join(' ')).join(', ');
  const found: string[] = [];
  const types = Object.keys(ns ?? {}).map((type) => ociNames[type]);
  if (types.length > 0) found.push(`namespaces: other ${types.sort().join(', ')} namespace`);
  if (uid_map)
    found.push(
      `user: user ids mapped ${mapped(uid_map[1])}`,
      `user: group ids mapped ${mapped(gid_map?.[1] ?? uid_map[1])}`,
    );
  if (uid && inside(uid[1][1]!, map) === 0) found.push('user: runs as root');
  if (nnp) found.push(`user: no_new_privs is ${nnp[1] ? 'on' : 'off'}`);
  if (root) found.push(`filesystem: root directory ${root[1]}`);
  if (seccomp) found.push(`seccomp: mode ${modes[seccomp[1]]} instead of ${modes[seccomp[0]]}`);
  if (apparmor) found.push(`lsm: apparmor label ${apparmor[1].label}`);
  const surplus = new Map<string, string[]>();
  for (const set of ['bounding', 'effective', 'permitted', 'inheritable', 'ambient'] as const) {
    const [before, after] = (caps?.[set] ?? ['0', '0']).map((mask) => BigInt(`0x${mask}`));
    const names = capabilityTable.filter((_, bit) => ((after! & ~before!) >> BigInt(bit)) & 1n).join(', ');
    if (names !== '') surplus.set(names, [...(surplus.get(names) ?? []), set]);
  }
  const wider = [...surplus].map(([names, sets]) => `${sets.join(', ')} set wider by ${names}`);
  if (wider.length > 0) found.push(`capabilities: ${wider.join('; ')}`);
  return found.map((words) => `${pid} ${words}`);
}

export type Listing = { path: string; dev?: string }[] | { same_as: string };
/** What was listed below the /dev of a process. */
export const nodesOf = (listings: Record<string, Listing>, pid: number): { path: string; dev?: string }[] => {
  const listing = listings[pid]!;
  return 'same_as' in listing ? nodesOf(listings, Number(listing.same_as)) : listing;
};
