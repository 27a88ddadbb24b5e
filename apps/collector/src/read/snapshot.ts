import type { HostDocument, Instance, Node, Posture, Traits } from '@shoji/posture';

/** Where the trees of the host hang: its /proc, its /sys and its root directory. */
export interface Roots {
  procfs: string;
  sysfs: string;
  rootfs: string;
}

/** One container as the kernel shows it, and what its runtime was asked for (`null` = no record found). */
export interface ReadContainer {
  /** Stable over the life of the container: the runtime's id, else made of boot, cgroup and start time of init. */
  id: string;
  posture: Posture;
  instance: Instance;
  traits: Traits;
  declared: Posture | null;
}

/** One consistent reading of a host. Valid against the schemas of @shoji/posture. */
export interface Snapshot {
  observedAt: Date;
  bootId: string;
  host: HostDocument;
  node: Node;
  /** Sorted by id. */
  containers: ReadContainer[];
}

/** Reads one host again and again; keeps what cannot change under a living process. */
export interface HostReader {
  /** @throws {ReadError} only where the proc root itself is no procfs (`no-procfs`); all else shows as facts. */
  read(now: Date): Promise<Snapshot>;
  /** Calls back when the kernel announces new or dying cgroups, at most once in 50 ms. */
  watch(changed: () => void): { close(): void };
}

export interface HostReaderOptions {
  roots: Roots;
  collectorVersion: string;
}

/** Makes the reader of the host below the given roots. Opens nothing before the first `read`. */
export function createHostReader(options: HostReaderOptions): HostReader {
  return {
    read: () => Promise.reject(new Error(`nothing reads ${options.roots.procfs} yet`)),
    watch: () => ({ close: () => undefined }),
  };
}
