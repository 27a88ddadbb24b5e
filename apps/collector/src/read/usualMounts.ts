import type { Mount } from '@shoji/posture';

interface Usual {
  destination: RegExp;
  types: string[];
  /** Read-only unless the container is thinner than usual. */
  readonly: boolean;
  options: string[];
}

/** Kernel file systems that docker, containerd, CRI-O and podman give every container (their default OCI mounts). */
const table: Usual[] = [
  { destination: /^\/proc$/, types: ['proc'], readonly: false, options: ['nosuid', 'nodev', 'noexec'] },
  { destination: /^\/sys$/, types: ['sysfs'], readonly: true, options: ['nosuid', 'nodev', 'noexec'] },
  { destination: /^\/sys\/fs\/cgroup$/, types: ['tmpfs'], readonly: false, options: ['nosuid', 'nodev'] },
  { destination: /^\/sys\/fs\/cgroup(\/[^/]+)?$/, types: ['cgroup', 'cgroup2'], readonly: true, options: [] },
  { destination: /^\/dev$/, types: ['tmpfs'], readonly: false, options: ['nosuid'] },
  { destination: /^\/dev\/pts$/, types: ['devpts'], readonly: false, options: ['nosuid', 'noexec'] },
  { destination: /^\/dev\/console$/, types: ['devpts'], readonly: false, options: ['nosuid', 'noexec'] },
  {
    destination: /^\/dev\/mqueue$/,
    types: ['mqueue'],
    readonly: false,
    options: ['nosuid', 'nodev', 'noexec'],
  },
  { destination: /^\/dev\/shm$/, types: ['tmpfs'], readonly: false, options: ['nosuid', 'nodev', 'noexec'] },
];

/** Device nodes that a container in a user namespace cannot make and gets bound from the host instead. */
const defaultDevice = /^\/dev\/(null|zero|full|random|urandom|tty)$/;

/**
 * Whether the mount is one that every container has, at least as tight as runtimes make it. Such mounts are left out of
 * the posture; a looser one (`/sys` writable) stays in.
 */
export const usualMounts = {
  has(mount: Mount): boolean {
    if (defaultDevice.test(mount.destination)) return mount.source === mount.destination;
    if (mount.propagation.startsWith('shared')) return false;
    if (mount.fromHost !== false) return false;
    return table.some(
      (usual) =>
        usual.destination.test(mount.destination) &&
        usual.types.includes(mount.type) &&
        (mount.readonly || !usual.readonly) &&
        usual.options.every((option) => mount.options.includes(option)),
    );
  },
};
