/** What the kernel said of the processes of `debian-12-hybrid` when they were recorded, without a line of the collector's code. */
import * as kernel from '../lab/kernel.js';

/** The walls of one process by an independent reading; its form is that of `expected.json`. */
export interface Witness {
  namespaces: Record<string, string>;
  namespaceIds: Record<string, number>;
  user: object;
  capabilities: Record<string, string[]>;
  seccomp: object;
  /** `devices` as lines of devices.list. */
  cgroups: { devices: string[] };
  rlimits: object;
  root: { type: string; readonly: boolean; lowerLayers: number | null } | null;
  mounts: { destination: string; type: string; readonly: boolean; propagation: string }[];
  /** Places of /proc and /sys that runtimes cover, as far as the kernel has them. */
  kernelPaths: Record<string, string>;
  /** Device nodes right below /dev; `null` where /dev is a matter of a root that is no mount. */
  devices: object[] | null;
}

const usuallyCovered =
  `/proc/keys /proc/timer_list /proc/acpi /proc/kcore /proc/scsi /proc/interrupts /sys/firmware
  /proc/sys /proc/irq /proc/bus /proc/fs /proc/sysrq-trigger`.split(/\s+/);

/** Reads them now; `joined` is the process whose namespaces this one shares. */
export function witness(pid: number, joined: number | undefined, mounts: kernel.MountLine[]): Witness {
  const root = mounts.findLast(({ destination }) => destination === '/');
  const hasDev = mounts.some(({ destination }) => destination === '/' || destination === '/dev');
  const states = usuallyCovered.map((path) => [path, kernel.pathState(pid, path, mounts)] as const);
  return {
    namespaces: kernel.namespaces(pid, joined),
    namespaceIds: kernel.namespaceIds(pid),
    user: kernel.user(pid),
    capabilities: kernel.capabilities(pid),
    seccomp: kernel.seccomp(pid),
    cgroups: {
      ...kernel.cgroupV1(pid),
      ...{ writable: mounts.some(({ type, options }) => /^cgroup2?$/.test(type) && options.includes('rw')) },
    },
    rlimits: kernel.rlimits(pid),
    root: root
      ? {
          type: root.type,
          readonly: root.options.includes('ro'),
          lowerLayers: /lowerdir=([^,]*)/.exec(root.superOptions)?.[1]?.split(':').length ?? null,
        }
      : null,
    mounts: mounts.map(({ destination, type, options, propagation }) => ({
      destination: destination.replace(/[0-9a-f]{64}/g, '<id>'),
      type,
      readonly: options.includes('ro'),
      propagation,
    })),
    kernelPaths: Object.fromEntries(states.filter(([, state]) => state !== 'absent')),
    devices: hasDev ? kernel.deviceNodes(pid) : null,
  };
}
