import type { Instance, Pod } from '@shoji/posture';

/** Labels of a runtime or annotations of an OCI configuration. Everything in them was chosen by whoever started it. */
type Annotations = Instance['labels'];

/** Keys by which each of them says the same: containerd's CRI plugin, CRI-O, and the kubelet's own labels on both and docker. */
const keys = {
  type: [
    'io.kubernetes.cri.container-type',
    'io.kubernetes.cri-o.ContainerType',
    'io.kubernetes.docker.type',
  ],
  sandbox: ['io.kubernetes.cri.sandbox-id', 'io.kubernetes.cri-o.SandboxID', 'io.kubernetes.sandbox.id'],
  pod: ['io.kubernetes.cri.sandbox-name', 'io.kubernetes.cri-o.KubeName', 'io.kubernetes.pod.name'],
  namespace: [
    'io.kubernetes.cri.sandbox-namespace',
    'io.kubernetes.cri-o.Namespace',
    'io.kubernetes.pod.namespace',
  ],
  uid: ['io.kubernetes.cri.sandbox-uid', 'io.kubernetes.pod.uid'],
  container: ['io.kubernetes.cri.container-name', 'io.kubernetes.container.name'],
  image: [
    'io.kubernetes.cri.image-name',
    'io.kubernetes.cri-o.ImageName',
    'org.opencontainers.image.ref.name',
  ],
} as const;

const valueOf = (annotations: Annotations, which: keyof typeof keys): string | null => {
  for (const key of keys[which]) {
    const value = annotations[key];
    if (value) return value.slice(0, 4096).toWellFormed();
  }
  return null;
};

/** Whether the container only holds the namespaces of a pod. */
export const isSandbox = (annotations: Annotations): boolean =>
  ['sandbox', 'podsandbox'].includes(valueOf(annotations, 'type') ?? '');

/** The pod that a container is part of; `null` where none is told, or not by name. */
export function podOf(annotations: Annotations): Pod | null {
  const name = valueOf(annotations, 'pod');
  if (name === null) return null;
  return {
    namespace: valueOf(annotations, 'namespace') ?? '',
    name,
    uid: valueOf(annotations, 'uid'),
    container: isSandbox(annotations) ? null : valueOf(annotations, 'container'),
    sandbox: valueOf(annotations, 'sandbox'),
  };
}

/** `pod/container`, the pod's name for its sandbox. */
export function nameFrom(annotations: Annotations): string | null {
  const pod = podOf(annotations);
  if (pod) return pod.container === null ? pod.name : `${pod.name}/${pod.container}`;
  return annotations['io.kubernetes.cri-o.Name'] || null;
}

/** The image as the orchestrator asked for it. */
export function imageFrom(annotations: Annotations): Instance['image'] {
  const reference = valueOf(annotations, 'image');
  return reference === null ? null : { reference, digest: null };
}
