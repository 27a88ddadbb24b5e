import type { Posture, RuntimeName } from '@shoji/posture';
import { isPlain } from './bundles.js';
import { fields, type Fields } from './fields.js';
import { declaredCgroups } from './ociCgroups.js';

/**
 * Where runc keeps the state of a container that another runtime had it make (`--root`). `supervisor` is the command line
 * of the process that looks after it: a user's own podman works below that user's runtime directory.
 */
export function runcStates(
  runtime: RuntimeName,
  id: string,
  namespace: string | null,
  supervisor: string,
): string[] {
  if (!isPlain(id)) return [];
  if (runtime === 'containerd')
    return namespace !== null && isPlain(namespace)
      ? [`/run/containerd/runc/${namespace}/${id}/state.json`]
      : [];
  if (runtime !== 'podman' && runtime !== 'cri-o') return [];
  const user = /\0(\/run\/user\/\d{1,10})\//.exec(supervisor)?.[1];
  return [`${user ?? '/run'}/runc/${id}/state.json`];
}

/**
 * Limits as they were last set: podman's and Kubernetes' update of a running container reaches runc's state and the kernel,
 * but not the OCI configuration that the container was made from.
 */
export function completedByRunc(posture: Posture, state: unknown): Posture {
  const set = fields(fields(fields(state).config).cgroups);
  if (Object.keys(set).length === 0) return posture;
  const { memory, cpu, pids } = declaredCgroups(resources(set), []);
  return { ...posture, cgroups: { ...posture.cgroups, memory, cpu, pids } };
}

/** runc's own names (libcontainer/configs/cgroup_linux.go) in the words of OCI. */
const resources = (set: Fields): Fields => ({
  memory: { limit: set.memory, swap: set.memory_swap },
  cpu: { quota: set.cpu_quota, period: set.cpu_period, shares: set.cpu_shares, cpus: set.cpuset_cpus },
  pids: { limit: set.pids_limit },
});
