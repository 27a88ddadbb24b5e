import type { ContainerKind, Instance, Pod, RuntimeName } from '@shoji/posture';
import { isSandbox, nameFrom, podOf } from './annotations.js';
import type { Declared } from './declared.js';
import type { Naming } from './docker.js';

/** Who made a container, what they call it, and what they asked for. */
export interface ContainerRecord {
  id: string;
  kind: ContainerKind;
  runtime: RuntimeName;
  name: string;
  image: Instance['image'];
  labels: Instance['labels'];
  ports: Instance['ports'];
  orphan: Instance['orphan'];
  /** Id of the container that this one runs in. */
  parent: string | null;
  pod: Pod | null;
  /** Whether its runtime asks if it still does its work; absent = the runtime does not tell. */
  healthCheck?: boolean;
  declared: Declared | null;
}

/** What the runtime says goes before what was asked for by annotations, but for the names of an orchestrator. */
export function named(record: ContainerRecord, naming: Naming): ContainerRecord {
  const labels = { ...record.labels, ...naming.labels };
  return {
    ...record,
    kind: isSandbox(labels) ? 'pod-sandbox' : record.kind,
    name: nameFrom(labels) ?? naming.name ?? record.name,
    image: naming.image ?? record.image,
    labels: naming.labels ?? record.labels,
    ports: naming.ports,
    pod: podOf(labels) ?? record.pod,
    ...(naming.healthCheck !== undefined && { healthCheck: naming.healthCheck }),
  };
}
