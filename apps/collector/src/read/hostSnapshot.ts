import type { HostDocument, Instance, Node, Posture, Traits } from '@shoji/posture';

/** One container as the kernel shows it, and what its runtime was asked for (`null` = no record found). */
export interface ReadContainer {
  /** Stable over the life of the container: the runtime's id, else made of boot, cgroup and start time of init. */
  id: string;
  posture: Posture;
  instance: Instance;
  traits: Traits;
  declared: Posture | null;
}

/**
 * One consistent reading of a host. Valid against the schemas of @shoji/posture. A posture that did not change since the
 * last reading is the same object again, so that its hash may be kept by identity.
 */
export interface Snapshot {
  observedAt: Date;
  bootId: string;
  host: HostDocument;
  node: Node;
  /** Sorted by id. */
  containers: ReadContainer[];
  /**
   * Whether something was left out that another reading soon will show: a container that its runtime was putting together,
   * or one that only its runtime still knows of, if that is so for long enough.
   */
  settling: boolean;
}
