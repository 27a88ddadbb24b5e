import { createHash } from 'node:crypto';
import type { RuntimeName } from '@shoji/posture';
import type { Group } from '../read/group.js';
import type { Supervisor } from './supervisor.js';

const id64 = /^[0-9a-f]{64}$/;
const withBundles: readonly RuntimeName[] = ['docker', 'containerd', 'cri-o', 'podman'];

/** Who made a container and by which id or name it knows it (`null` = by none). */
export interface Identity {
  runtime: RuntimeName;
  own: string | null;
}

/**
 * A shim knows its caller; otherwise the cgroup's name says more than whoever looks after the process. `storedId` is of
 * the directory that podman's files in the container came from: the last resort, where a rootless one has no cgroup and
 * its conmon is gone.
 */
export function identityOf(group: Group, supervisor: Supervisor | null, storedId: string | null): Identity {
  const runtime = runtimeOf(group, supervisor);
  const own = ownId(group, supervisor, runtime);
  const isPodmans =
    storedId !== null && (runtime === 'none' || (isGuess(group, supervisor) && storedId === own));
  return isPodmans ? { runtime: 'podman', own: storedId } : { runtime, own };
}

/** Whether nothing but an id without a name tells the runtime. */
const isGuess = ({ claim }: Group, supervisor: Supervisor | null): boolean =>
  supervisor === null && claim?.runtime === null;

function runtimeOf({ claim, processes }: Group, supervisor: Supervisor | null): RuntimeName {
  if (supervisor?.namespace) return supervisor.runtime ?? 'containerd';
  const found = claim?.runtime ?? supervisor?.runtime;
  if (found) return found;
  if (processes[0]?.comm === 'bwrap') return 'bubblewrap';
  // A bare id without anyone beside it: the shim is gone, and docker is by far the likeliest to have made it.
  return claim && id64.test(claim.id) ? 'docker' : 'none';
}

/** The cgroup's where it carries one, else the last part of a cgroup that a shim made. */
function ownId({ claim }: Group, supervisor: Supervisor | null, runtime: RuntimeName): string | null {
  if (claim?.runtime || (claim && id64.test(claim.id))) return claim.id;
  if (runtime === 'none' || runtime === 'bubblewrap') return null;
  // Of docker each container has a shim to itself, which bears its id; others serve a whole pod.
  if (runtime === 'docker' && supervisor?.id && id64.test(supervisor.id)) return supervisor.id;
  if (claim && supervisor?.namespace)
    return claim.cgroup.slice(claim.cgroup.lastIndexOf('/') + 1) || supervisor.id;
  return supervisor?.id ?? null;
}

/** The container's id in reports. Random ids are unique; names are so only among the containers of one runtime. */
export function qualified(
  { runtime, own }: Identity,
  { claim, init }: Group,
  supervisor: Supervisor | null,
  bootId: string,
): string {
  if (own === null) return kernelId(init, bootId);
  if (id64.test(own)) return own;
  const namespace = supervisor?.namespace ?? claim?.namespace;
  return [runtime, ...(namespace ? [namespace] : []), own].join(':').slice(0, 512);
}

/** For containers no runtime names: boot, cgroup and start of init stay true for as long as they live. */
export const kernelId = ({ cgroups, startTime, pid }: Group['init'], bootId: string): string =>
  createHash('sha256').update(`${bootId}\n${cgroups.path}\n${startTime}\n${pid}`).digest('hex').slice(0, 32);

/** The runtime's helper is gone and init was handed on: nobody who made it looks after it any more. */
export const isAbandoned = (
  { claim, parent, within }: Group,
  supervisor: Supervisor | null,
  { runtime }: Identity,
): boolean =>
  claim !== null &&
  withBundles.includes(runtime) &&
  parent !== null &&
  supervisor === null &&
  // Inside another container its init is handed on to that one's, which is nobody's business to tell from a helper.
  within === null;

/** What people call a container that nobody names. */
export function plainName(group: Group, own: string | null): string {
  const { kind, init, ownCgroup } = group;
  const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  if (own !== null) return own.length === 64 ? own.slice(0, 12) : own.slice(0, 4096);
  if (kind === 'service') return /([^/]+\.service)(?:\/|$)/.exec(init.cgroups.path)?.[1] ?? init.comm;
  const flatpak = /\/app-flatpak-(.+)-\d+\.scope(?:\/|$)/.exec(init.cgroups.path)?.[1];
  const name = flatpak ?? (ownCgroup === null ? init.comm : last(ownCgroup));
  return name.slice(0, 4096) || `process ${init.pid}`;
}
