import type { WallName, WallStatus } from '../graphql/generated/graphql';

/** The eight walls in the order in which they always stand, with their name and the head of their column. */
export const walls: readonly { id: WallName; name: string; head: string; what: string }[] = [
  { id: 'namespaces', name: 'Namespaces', head: 'NS', what: 'which are shared, and with whom' },
  { id: 'user', name: 'User', head: 'US', what: 'whether root here is root there' },
  { id: 'cgroups', name: 'Cgroups', head: 'CG', what: 'what one container can exhaust' },
  { id: 'rlimits', name: 'Rlimits', head: 'RL', what: 'the sixteen limits of the process' },
  { id: 'capabilities', name: 'Capabilities', head: 'CP', what: 'the five sets' },
  { id: 'seccomp', name: 'Seccomp', head: 'SC', what: 'whether system calls are filtered' },
  { id: 'lsm', name: 'LSM', head: 'LS', what: 'AppArmor and SELinux' },
  { id: 'filesystem', name: 'Filesystem', head: 'FS', what: 'mounts, devices, masked paths' },
];

/** The four states from the quietest to the one that is not known. */
export const statuses: readonly WallStatus[] = ['closed', 'thin', 'open', 'unknown'];

/** State of every wall by name. A wall the answer does not mention is unknown: silence is never safe. */
export function statusByWall(
  states: readonly { wall: WallName; state: WallStatus }[],
): Record<WallName, WallStatus> {
  const found = new Map(states.map(({ wall, state }) => [wall, state]));
  return Object.fromEntries(walls.map(({ id }) => [id, found.get(id) ?? 'unknown'])) as Record<
    WallName,
    WallStatus
  >;
}
