import { isKnown, type ContainerKind, type NamespaceType } from '@shoji/posture';
import { deepest, type Claim } from '../runtimes/claim.js';
import { isSupervisor, staysOutside } from '../runtimes/supervisor.js';
import { byAge, type Group } from './group.js';
import { joinParts } from './nesting.js';
import { ByNamespace, isForeign, type NamespaceIds } from './namespaces.js';
import type { Process } from './processes.js';

/** What is asked of single processes, and only of those that need it. */
export interface Look {
  /** Whether the process has another root file system than the host. */
  foreignRoot: (process: Process) => boolean;
  /** Whether a process in the host's namespaces has any other wall of its own. */
  hasWalls: (process: Process) => boolean;
  /** Path of the cgroup that limits a process that no runtime made, `null` = none. */
  limitedBy: (process: Process) => string | null;
}

/** In this order a foreign namespace says which group a process belongs to. */
const telling = ['pid', 'mount', 'user', 'network', 'ipc', 'uts', 'cgroup', 'time'] as const;

/** Namespaces that belong to one container: the user namespace of rootless ones is their user's, shared by all of them. */
const owned: ReadonlySet<NamespaceType> = new Set(['pid', 'mount', 'network', 'ipc', 'uts', 'cgroup']);

/** In which of its namespaces a process is not with the host, the most telling first. */
type Foreign = (process: Process) => readonly (typeof telling)[number][];

/** Most processes have the very same ids: each is compared once. */
function foreignTypes(host: NamespaceIds): Foreign {
  const found = new Map<NamespaceIds, (typeof telling)[number][]>();
  return ({ namespaces }) => {
    let types = found.get(namespaces);
    if (!types) found.set(namespaces, (types = telling.filter((type) => isForeign(namespaces, host, type))));
    return types;
  };
}

/**
 * Finds containers in a process table: first by cgroups that a runtime made and by who stepped into such a container's
 * namespaces, then systemd services with walls of their own, then whatever else left the host's namespaces, and last
 * what only has a limit or another single wall.
 */
export function discover(processes: readonly Process[], host: NamespaceIds, look: Look): Group[] {
  const sorted = [...processes].sort(byAge);
  const byPid = new Map(sorted.map((process) => [process.pid, process]));
  const claimOf = claimsOf(sorted, byPid);
  const foreign = foreignTypes(host);
  const owners = ownersOf(sorted, foreign, claimOf);
  const isService = sandboxedUnits(sorted, foreign, look, claimOf);
  const members = new Map<string, { claim: Claim | null; processes: Process[] }>();
  const keys = new Map<number, string>();
  /** Who has a container for a child: one in a cgroup that a runtime made, or, as a user without any has it, in other mounts. */
  const lookingAfter = new Set(
    sorted
      .filter((process) => claimOf(process) || !sharesMounts(process, byPid.get(process.ppid)))
      .map(({ ppid }) => ppid),
  );

  for (const process of sorted) {
    const claim = claimOf(process) ?? ownerOf(process, foreign, owners);
    const key = claim ? `claim:${claim.cgroup}` : keyOf(process);
    if (key === null) continue;
    keys.set(process.pid, key);
    const group = members.get(key);
    if (group) group.processes.push(process);
    else members.set(key, { claim, processes: [process] });
  }

  /** Where a process belongs that no runtime claims. */
  function keyOf(process: Process): string | null {
    const unit = process.cgroups.service;
    if (unit !== null && isService(unit)) return `service:${unit}`;
    // With id maps of a container's own, podman puts its conmon into a mount namespace of its own.
    if (isSupervisor(process.comm) && lookingAfter.has(process.pid)) return null;
    const type = firstForeign(process, foreign, look);
    const above = keys.get(process.ppid);
    // A daemon that made a network for a container may be left in it: it is still of those that started it.
    const visits = type === 'network' && foreign(process)[0] === 'mount';
    if (above && visits && sharesMounts(process, byPid.get(process.ppid))) return above;
    if (type !== null) return `${type}:${JSON.stringify(process.namespaces[type])}`;
    if (staysOutside(process.comm)) return null;
    const limited = look.limitedBy(process);
    if (limited !== null) return `limit:${limited}`;
    if (!look.hasWalls(process)) return null;
    return above?.startsWith('process:') ? above : `process:${process.pid}`;
  }

  const shared = sharedCgroups(sorted, keys);
  const groups = [...members].flatMap(([key, { claim, processes }]): Group[] => {
    const [oldest] = processes;
    if (!oldest) return [];
    const parent = byPid.get(oldest.ppid) ?? null;
    const init = ownProgram(processes, oldest);
    const kind = kindOf(key, init, parent, host, look);
    const limited = key.startsWith('limit:') ? key.slice('limit:'.length) : null;
    const ownCgroup = limited ?? (shared.has(init.cgroups.path) ? null : init.cgroups.path);
    return [{ kind, claim, init, processes, parent, within: null, ownCgroup }];
  });
  return joinParts(groups, byPid);
}

/**
 * What a process's cgroup claims: by the name that a runtime gave it, or because a runtime's supervisor started a process
 * in a cgroup other than its own. The deeper one counts.
 */
function claimsOf(
  processes: readonly Process[],
  byPid: ReadonlyMap<number, Process>,
): (process: Process) => Claim | null {
  const started = new Map<string, Claim>();
  for (const { cgroups, comm, ppid, namespaces } of processes) {
    const parent = byPid.get(ppid);
    if (!parent || !isSupervisor(parent.comm) || isSupervisor(comm)) continue;
    if (cgroups.path === '/' || parent.cgroups.path === cgroups.path) continue;
    // In the cgroup that is named as a container it is that container's, unless a container within started it.
    if (cgroups.claim && cgroups.claim.cgroup !== parent.cgroups.claim?.cgroup) continue;
    if (cgroups.claim && namespaces.pid === parent.namespaces.pid) continue;
    started.set(cgroups.path, { runtime: null, id: cgroups.path, cgroup: cgroups.path });
  }
  return ({ cgroups: { claim, path } }) => {
    if (started.size === 0) return claim;
    for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = started.get(at);
      if (found) return deepest(claim, found);
    }
    return claim;
  };
}

/** Which claimed container each of its namespaces belongs to: the oldest's, where several share one. */
function ownersOf(
  processes: readonly Process[],
  foreign: Foreign,
  claimOf: (process: Process) => Claim | null,
): ByNamespace<Claim> {
  const owners = new ByNamespace<Claim>();
  for (const process of processes) {
    const claim = claimOf(process);
    if (!claim) continue;
    for (const type of foreign(process)) {
      const inode = process.namespaces[type];
      if (owned.has(type) && isKnown(inode)) owners.add(type, inode, claim);
    }
  }
  return owners;
}

/** The container that a process stepped into (`nsenter`): whose is its first namespace that is not the host's? */
function ownerOf(process: Process, foreign: Foreign, owners: ByNamespace<Claim>): Claim | null {
  const type = foreign(process).find((candidate) => owned.has(candidate));
  if (!type) return null;
  const inode = process.namespaces[type];
  return isKnown(inode) ? (owners.get(type, inode) ?? null) : null;
}

/**
 * Whether systemd gave a service walls: then its oldest process has them. Where that one has none, whoever in the service
 * has some put them up for himself.
 */
function sandboxedUnits(
  processes: readonly Process[],
  foreign: Foreign,
  look: Look,
  claimOf: (process: Process) => Claim | null,
): (unit: string) => boolean {
  const oldest = new Map<string, Process>();
  /** Launchers bear walls that are for what they launch. */
  const oldestOfHost = new Map<string, Process>();
  const left = (process: Process) => foreign(process).length > 0;
  for (const process of processes) {
    const unit = process.cgroups.service;
    if (unit === null || claimOf(process)) continue;
    if (!oldest.has(unit)) oldest.set(unit, process);
    if (!oldestOfHost.has(unit) && !staysOutside(process.comm) && !left(process))
      oldestOfHost.set(unit, process);
  }
  const known = new Map<string, boolean>();
  return (unit) => {
    let sandboxed = known.get(unit);
    if (sandboxed !== undefined) return sandboxed;
    const [process, ofHost] = [oldest.get(unit), oldestOfHost.get(unit)];
    sandboxed =
      process !== undefined &&
      (left(process) ||
        look.limitedBy(process)?.startsWith(unit) === true ||
        (ofHost !== undefined && look.hasWalls(ofHost)));
    known.set(unit, sandboxed);
    return sandboxed;
  };
}

/** `ip netns exec` gives each command a mount namespace, too: what they share is the network. */
function firstForeign(process: Process, foreign: Foreign, look: Look): (typeof telling)[number] | null {
  const [type] = foreign(process);
  const named = type === 'mount' && foreign(process).includes('network');
  return named && !look.foreignRoot(process) ? 'network' : (type ?? null);
}

/** Whether it is in its parent's mount namespace. */
const sharesMounts = ({ namespaces }: Process, parent: Process | undefined): boolean =>
  isKnown(namespaces.mount) && namespaces.mount === parent?.namespaces.mount;

/** Cgroups with processes of more than one group, or of the host; the root belongs to nobody. */
function sharedCgroups(processes: readonly Process[], keys: ReadonlyMap<number, string>): Set<string> {
  const first = new Map<string, string | undefined>();
  const shared = new Set(['/']);
  for (const { pid, cgroups } of processes) {
    const key = keys.get(pid);
    if (!first.has(cgroups.path)) first.set(cgroups.path, key);
    else if (first.get(cgroups.path) !== key) shared.add(cgroups.path);
  }
  return shared;
}

/** Programs that bubblewrap and systemd-nspawn put in as PID 1, to reap what the container's own program leaves. */
const stubs = new Set(['bwrap', '(sd-stubinit)']);

function ownProgram(processes: readonly Process[], oldest: Process): Process {
  if (!stubs.has(oldest.comm)) return oldest;
  return processes.find(({ ppid }) => ppid === oldest.pid) ?? oldest;
}

function kindOf(
  key: string,
  init: Process,
  parent: Process | null,
  host: NamespaceIds,
  look: Look,
): ContainerKind {
  if (key.startsWith('claim:')) return 'container';
  if (key.startsWith('service:')) return 'service';
  const ownPids = isForeign(init.namespaces, host, 'pid');
  if (!isForeign(init.namespaces, host, 'mount')) return 'process';
  if (parent && isSupervisor(parent.comm)) return 'container';
  return ownPids || look.foreignRoot(init) ? 'container' : 'process';
}
