import type { Files, Roots } from './files.js';

/** What runtimes cover with an empty file or directory: moby daemon/pkg/oci/defaults.go and its siblings, united. */
const usuallyMasked = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
];

/** What runtimes make read-only. */
const usuallyReadonly = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

/** The paths of /proc and /sys that runtimes close, as far as the running kernel has them. */
export interface KernelPaths {
  masked: string[];
  readonly: string[];
}

/** Looks up which of the usual paths exist: one that does not needs no cover. A path that cannot be told counts as there. */
export function readKernelPaths(files: Files, roots: Roots): KernelPaths {
  const present = (path: string): boolean => {
    const real = path.startsWith('/proc/') ? roots.procfs + path.slice(5) : roots.sysfs + path.slice(4);
    try {
      return files.exists(real);
    } catch {
      return true;
    }
  };
  return { masked: usuallyMasked.filter(present), readonly: usuallyReadonly.filter(present) };
}
