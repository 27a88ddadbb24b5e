import { hashDocument, type Instance } from '@shoji/posture';

/** By what containers are told to be alike, surest first. */
export const workloadSchemes = ['pod', 'compose', 'swarm', 'unit', 'image'] as const;
export type WorkloadScheme = (typeof workloadSchemes)[number];

/** Containers that are meant to be alike, on whatever hosts. */
export interface Workload {
  scheme: WorkloadScheme;
  /** Hash of the coordinates: equal exactly for containers of one workload. */
  key: string;
  /** What people call it (`shop/web`); hostile text, like the labels and names it is made of. */
  name: string;
}

type Coordinates = Pick<Instance, 'kind' | 'runtime' | 'name' | 'image' | 'labels' | 'cgroupPath'> &
  Partial<Pick<Instance, 'pod'>>;

/**
 * Which workload a container belongs to: the coordinates that its orchestrator gave it, else its image, whatever tag,
 * and the pattern of its name. `null` = nobody made it to be one of several (a bare process with walls of its own).
 */
export function workloadOf(instance: Coordinates): Workload | null {
  if (instance.kind === 'process') return null;
  const [scheme, coordinates] =
    ofPod(instance) ?? ofCompose(instance) ?? ofSwarm(instance) ?? ofUnit(instance) ?? ofImage(instance);
  const name = coordinates.filter((part) => part !== '').join('/');
  return { scheme, key: hashDocument([scheme, instance.kind, ...coordinates]), name: name.slice(0, 500) };
}

type Found = [WorkloadScheme, string[]] | null;

function ofPod({ pod }: Coordinates): Found {
  return pod ? ['pod', [pod.namespace, controllerOf(pod.name), pod.container ?? 'sandbox']] : null;
}

/** The letters of names that Kubernetes makes up (apimachinery, util/rand). */
const letter = '[bcdfghjklmnpqrstvwxz2456789]';
const deployment = new RegExp(`-${letter}{6,10}-${letter}{5}$`);
const generated = new RegExp(`-(\\d{8,}-)?${letter}{5}$`);

/** A pod's name without what its controller added: of a Deployment, a Job, a DaemonSet or a StatefulSet. */
const controllerOf = (name: string): string => {
  const without = name.replace(deployment, '');
  return without === name ? name.replace(generated, '').replace(/-\d{1,4}$/, '') : without;
};

function ofCompose({ labels }: Coordinates): Found {
  const project = labels['com.docker.compose.project'] ?? labels['io.podman.compose.project'];
  const service = labels['com.docker.compose.service'] ?? labels['io.podman.compose.service'];
  return project !== undefined && service !== undefined ? ['compose', [project, service]] : null;
}

function ofSwarm({ labels }: Coordinates): Found {
  const service = labels['com.docker.swarm.service.name'];
  return service === undefined ? null : ['swarm', [service]];
}

function ofUnit({ kind, labels, cgroupPath }: Coordinates): Found {
  const unit = labels['PODMAN_SYSTEMD_UNIT'] ?? (kind === 'service' ? unitIn(cgroupPath) : undefined);
  // Instances of one template are meant to be alike (systemd.unit(5)).
  return unit === undefined ? null : ['unit', [unit.replace(/@.*(?=\.service$)/, '@')]];
}

const unitIn = (cgroupPath: string | null): string | undefined =>
  cgroupPath
    ?.split('/')
    .reverse()
    .find((part) => part.endsWith('.service'));

function ofImage({ runtime, name, image }: Coordinates): [WorkloadScheme, string[]] {
  const reference = image?.reference ?? image?.digest ?? '';
  return ['image', [runtime.name, reference.replace(/(@sha256:.*|:[\w.-]+)$/, ''), patternOf(name)]];
}

/** A name without the number or the hash that tells replicas apart: `web-2` is `web-*`. */
const patternOf = (name: string): string =>
  name
    .replace(/([-_.])([0-9a-f]{8,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, '$1*')
    .replace(/\d{1,5}$/, '*');
