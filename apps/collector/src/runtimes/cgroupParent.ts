import { unreadable, unsupported, type Fact, type RuntimeName } from '@shoji/posture';
import type { Group } from '../read/group.js';
import { stableName } from '../read/stableName.js';
import type { ContainerRecord } from './record.js';

const ofUser = String.raw`(?:/user\.slice/user-\d+\.slice/user@\d+\.service)?/user\.slice`;

/** Where runtimes put containers of which nobody asked for more, with either cgroup driver. */
const usual: Partial<Record<RuntimeName, RegExp>> = {
  docker: new RegExp(`^(?:/docker|/system\\.slice|${ofUser})$`),
  containerd: new RegExp(`^(?:/k8s\\.io|/system\\.slice|${ofUser})$`),
  'cri-o': /^\/(?:crio|system\.slice)$/,
  podman: new RegExp(`^(?:/libpod_parent|/machine\\.slice|${ofUser})$`),
  lxc: /^(?:\/lxc|\/lxc\.payload|\/user\.slice\/.*)?$/,
  'systemd-nspawn': /^\/machine\.slice$/,
};

/** Below a pod's, wherever the kubelet has those. */
const ofKubelet = /\/[^/]*kubepods[^/]*(?:\/|$)/;

/** podman splits the cgroup of a service that asks for it, as Quadlet's do. */
const ofService = /\/libpod-payload-[^/]*$/;

/** What podman puts between its own cgroup and those of a pod's containers. */
const podOfPodman = /\/(?:[^/]*libpod_pod_)?[0-9a-f]{64}(?:\.slice)?$/;

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/**
 * The cgroup that a container was put below, `null` where its runtime puts all of them. A daemon may have another choice of
 * its own: where the record says that nobody asked for a parent, that is it.
 */
export function cgroupParent(
  { claim, within }: Pick<Group, 'claim' | 'within'>,
  { id, runtime, declared }: Pick<ContainerRecord, 'id' | 'runtime' | 'declared'>,
): Fact<string | null> {
  const where = usual[runtime];
  if (where === undefined) return unsupported('no runtime put it into a cgroup');
  if (declared?.cgroupParent === null) return null;
  if (claim === null) return unreadable('no cgroup of its own tells where it was put');
  const above = within === null ? '' : (within.claim?.cgroup ?? within.ownCgroup ?? '');
  const path = claim.cgroup.startsWith(`${above}/`) ? claim.cgroup.slice(above.length) : claim.cgroup;
  if (path.startsWith('/../')) return unreadable('its cgroup is outside of what the reader may see');
  if (runtime === 'podman' && ofService.test(path)) return null;
  // systemd-nspawn's unit of a machine holds a `payload`.
  const parent = parentOf(runtime === 'systemd-nspawn' ? parentOf(path) : path);
  const isUsual =
    where.test(runtime === 'podman' ? parent.replace(podOfPodman, '') : parent) ||
    ofKubelet.test(parent) ||
    id.startsWith(`containerd:${parent.slice(1)}:`);
  if (isUsual) return null;
  if (runtime === 'docker' && declared?.cgroupParent === undefined)
    return unreadable(`whether its daemon chose ${stableName(parent || '/')} could not be read`);
  return stableName(parent || '/');
}
