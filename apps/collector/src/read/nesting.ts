import { isKnown, namespaceTypes } from '@shoji/posture';
import { isSupervisor } from '../runtimes/supervisor.js';
import { byAge, type Group } from './group.js';
import type { Process } from './processes.js';

/**
 * Merges what is part of another container (a sandbox made inside one is a deviation there) and tells of the others which
 * container they run in: those that a runtime inside started.
 */
export function joinParts(groups: readonly Group[], byPid: ReadonlyMap<number, Process>): Group[] {
  const groupOf = new Map(groups.flatMap((group) => group.processes.map(({ pid }) => [pid, group] as const)));
  const byCgroup = new Map(
    groups.flatMap((group) => (group.claim ? [[group.claim.cgroup, group] as const] : [])),
  );
  const into = new Map<Group, Group>();
  for (const group of groups) {
    const outer = outerCgroup(group, byCgroup);
    const above = ancestor(group, groupOf, byPid);
    if (outer && sameNamespaces(group.init, outer.init)) into.set(group, outer);
    else if (outer) group.within = outer;
    else if (above && above.kind === 'container' && isStarted(group)) group.within = above;
    else if (above && above.kind === 'container' && group.kind !== 'service') into.set(group, above);
    else if (above && isLauncher(above, group)) into.set(above, group);
  }
  const last = (group: Group): Group => {
    const next = into.get(group);
    return next ? last(next) : group;
  };
  for (const group of into.keys()) {
    const target = last(group);
    target.processes = [...target.processes, ...group.processes].sort(byAge);
  }
  const left = groups.filter((group) => !into.has(group));
  for (const group of left) if (group.within) group.within = last(group.within);
  return left;
}

/** The innermost claimed container whose cgroup holds that of this one. */
function outerCgroup({ claim }: Group, byCgroup: ReadonlyMap<string, Group>): Group | null {
  if (!claim) return null;
  for (let end = claim.cgroup.lastIndexOf('/'); end > 0; end = claim.cgroup.lastIndexOf('/', end - 1)) {
    const outer = byCgroup.get(claim.cgroup.slice(0, end));
    if (outer) return outer;
  }
  return null;
}

/** The group of the nearest ancestor process that belongs to another one. */
function ancestor(
  group: Group,
  groupOf: ReadonlyMap<number, Group>,
  byPid: ReadonlyMap<number, Process>,
): Group | null {
  for (let up = group.parent; up; up = byPid.get(up.ppid) ?? null) {
    const above = groupOf.get(up.pid);
    if (above && above !== group) return above;
  }
  return null;
}

/** Whether a runtime made it a container, wherever that runtime runs. */
const isStarted = ({ claim, parent }: Group): boolean =>
  claim !== null || (parent !== null && isSupervisor(parent.comm));

/** A cgroup inside a container can bear any name; a container of its own has left the outer one's namespaces. */
const sameNamespaces = (inner: Process, outer: Process): boolean =>
  (['pid', 'mount'] as const).every(
    (type) => isKnown(inner.namespaces[type]) && inner.namespaces[type] === outer.namespaces[type],
  );

/** `unshare --fork` shares all namespaces with its container but the PID one. */
const isLauncher = (above: Group, group: Group): boolean =>
  group.claim === null &&
  above.claim === null &&
  above.kind === 'process' &&
  above.processes.length === 1 &&
  above.init.pid === group.init.ppid &&
  namespaceTypes.every(
    (type) => type === 'pid' || above.init.namespaces[type] === group.init.namespaces[type],
  );
