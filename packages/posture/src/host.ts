import { z } from 'zod';
import { fact } from './schema.js';

const text = z.string().max(4096);
const count = z.int().min(0);

/** One setting as far as it could be read; lists and tables are JSON or words. */
export const hostSetting = fact(z.union([text, z.boolean(), count]));
export type HostSetting = z.infer<typeof hostSetting>;

/** A runtime found on the host, with the part of its configuration that changes what containers get. */
export const hostRuntime = z.strictObject({
  name: text,
  /** Of the running daemon, else of the program that starts the next container. */
  version: fact(text),
  /**
   * Security-relevant settings by the runtime's own key (`userns-remap`, `containers.pids_limit`, …), those that somebody
   * set: an absent one is the runtime's default, unless a `file:PATH` is unreadable. `socket:PATH` is `MODE OWNER:GROUP` of a socket that takes orders, and
   * `socket:PATH users` who is in that group.
   */
  configuration: fact(z.record(text, hostSetting)),
});
export type HostRuntime = z.infer<typeof hostRuntime>;

/**
 * What the host itself is, as far as a rule may look at it. Free of names, machine ids and boot times, so that equal
 * hosts have equal documents; those travel in the report's `node`.
 */
export const hostDocument = z.strictObject({
  schema: z.literal('shoji.host/1'),
  kernel: fact(text),
  /** `ID` and `VERSION_ID` of os-release(5). */
  os: fact(z.strictObject({ id: text, version: text, name: text })),
  architecture: fact(text),
  cgroupMode: fact(z.enum(['v1', 'hybrid', 'v2'])),
  /** Active security modules in order (`/sys/kernel/security/lsm`). */
  lsms: fact(z.array(text)),
  /** `/proc/sys/kernel/cap_last_cap`. */
  capLastCap: fact(count),
  /** `/sys/kernel/security/lockdown`. */
  lockdown: fact(z.enum(['none', 'integrity', 'confidentiality'])),
  /** By sysctl name (`kernel.yama.ptrace_scope`). */
  sysctls: z.record(text, fact(text)),
  /** Logical processors, and bytes of memory. */
  cpus: fact(count),
  memory: fact(count),
  runtimes: z.array(hostRuntime),
  /** Whether all processes of the host are shown to the collector; else why containers and runtimes may be missing. */
  processesComplete: fact(z.literal(true)).optional(),
  /** Whether every place where runtimes are looked for could be read; else why the list may lack some. */
  runtimesComplete: fact(z.literal(true)).optional(),
});
export type HostDocument = z.infer<typeof hostDocument>;
