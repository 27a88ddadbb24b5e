import { namespaceTypes, type ContainerKind } from '@shoji/posture';
import type { Claim } from '../runtimes/claim.js';
import { isForeign, type NamespaceIds } from './namespaces.js';
import type { Process } from './processes.js';

/** Processes that share walls the host does not have. */
export interface Group {
  kind: ContainerKind;
  claim: Claim | null;
  /** The oldest process: the container's init. */
  init: Process;
  /** Oldest first. */
  processes: Process[];
  /** What started init, if it still lives. */
  parent: Process | null;
}

/** Processes that stay beside a container for its runtime; their child in another cgroup is a container's init. */
const supervisors = new Set(['containerd-shim', 'conmon', 'systemd-nspawn', 'lxc-start']);

/** In this order a foreign namespace says which group a process belongs to. */
const telling = ['pid', 'mount', 'user', 'network', 'ipc', 'uts', 'cgroup', 'time'] as const;

/**
 * Finds containers in a process table: first by cgroups that a runtime made, then systemd units with namespaces of their
 * own, then whatever else left the host's namespaces. `foreignRoot` says whether a process has another root file system
 * than the host.
 */
export function discover(
  processes: readonly Process[],
  host: NamespaceIds,
  foreignRoot: (process: Process) => boolean,
): Group[] {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const claims = claimedCgroups(processes, byPid);
  const members = new Map<string, { claim: Claim | null; processes: Process[] }>();
  for (const process of [...processes].sort(byAge)) {
    const claim = process.cgroups.claim ?? claimAbove(process.cgroups.path, claims);
    const key = claim ? `cgroup:${claim.cgroup}` : namespaceKey(process, host);
    if (key === null) continue;
    const group = members.get(key);
    if (group) group.processes.push(process);
    else members.set(key, { claim, processes: [process] });
  }

  const groups: Group[] = [];
  for (const [key, { claim, processes }] of members) {
    const [init] = processes;
    if (!init) continue;
    const kind = kindOf(key, init, host, foreignRoot);
    groups.push({ kind, claim, init, processes, parent: byPid.get(init.ppid) ?? null });
  }
  return withoutParts(groups, byPid);
}

/** Oldest first; pids break ties of one clock tick. */
export const byAge = (a: Process, b: Process): number => a.startTime - b.startTime || a.pid - b.pid;

/** Cgroups that no naming gives away, but that a runtime's supervisor started a process in. */
function claimedCgroups(
  processes: readonly Process[],
  byPid: ReadonlyMap<number, Process>,
): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const { cgroups, ppid, comm } of processes) {
    const parent = byPid.get(ppid);
    if (cgroups.claim || cgroups.path === '/' || supervisors.has(comm)) continue;
    if (!parent || !supervisors.has(parent.comm) || parent.cgroups.path === cgroups.path) continue;
    claims.set(cgroups.path, { runtime: null, id: cgroups.path, cgroup: cgroups.path });
  }
  return claims;
}

function claimAbove(path: string, claims: ReadonlyMap<string, Claim>): Claim | null {
  if (claims.size === 0) return null;
  for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    const claim = claims.get(at);
    if (claim) return claim;
  }
  return null;
}

function namespaceKey(process: Process, host: NamespaceIds): string | null {
  const type = telling.find((candidate) => isForeign(process.namespaces, host, candidate));
  if (type === undefined) return null;
  const unit = type === 'pid' ? null : /^.*\.service(?=\/|$)/.exec(process.cgroups.path);
  return unit ? `service:${unit[0]}` : `${type}:${JSON.stringify(process.namespaces[type])}`;
}

function kindOf(
  key: string,
  init: Process,
  host: NamespaceIds,
  foreignRoot: (process: Process) => boolean,
): ContainerKind {
  if (key.startsWith('cgroup:')) return 'container';
  if (key.startsWith('service:')) return 'service';
  if (!isForeign(init.namespaces, host, 'mount')) return 'process';
  return isForeign(init.namespaces, host, 'pid') || foreignRoot(init) ? 'container' : 'process';
}

/**
 * Merges what is part of another container: a sandbox made inside one (its processes are deviations there), and the
 * launcher (`unshare --fork`) that shares all namespaces with its container but the PID one.
 */
function withoutParts(groups: Group[], byPid: ReadonlyMap<number, Process>): Group[] {
  const groupOf = new Map(groups.flatMap((group) => group.processes.map(({ pid }) => [pid, group] as const)));
  const into = new Map<Group, Group>();
  for (const group of groups) {
    if (group.claim || group.kind === 'service') continue;
    for (let up = group.parent; up; up = byPid.get(up.ppid) ?? null) {
      const above = groupOf.get(up.pid);
      if (!above || above === group) continue;
      if (above.kind === 'container') into.set(group, above);
      else if (isLauncher(above, group)) into.set(above, group);
      break;
    }
  }
  const last = (group: Group): Group => {
    const next = into.get(group);
    return next ? last(next) : group;
  };
  for (const group of into.keys()) {
    const target = last(group);
    target.processes = [...target.processes, ...group.processes].sort(byAge);
  }
  return groups.filter((group) => !into.has(group));
}

const isLauncher = (above: Group, group: Group): boolean =>
  above.claim === null &&
  above.kind === 'process' &&
  above.processes.length === 1 &&
  above.init.pid === group.init.ppid &&
  namespaceTypes.every(
    (type) => type === 'pid' || above.init.namespaces[type] === group.init.namespaces[type],
  );
