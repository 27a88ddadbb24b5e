import { hashDocument } from '@shoji/posture';
import type { Rule } from './rule.js';
import { allCapabilities } from './rules/all-capabilities.js';
import { capabilityDacReadSearch } from './rules/capability-dac-read-search.js';
import { capabilityNetAdmin } from './rules/capability-net-admin.js';
import { capabilitySysAdmin } from './rules/capability-sys-admin.js';
import { capabilitySysModule } from './rules/capability-sys-module.js';
import { capabilitySysPtrace } from './rules/capability-sys-ptrace.js';
import { hostCgroupNamespace } from './rules/host-cgroup-namespace.js';
import { hostIpcNamespace } from './rules/host-ipc-namespace.js';
import { hostNetworkNamespace } from './rules/host-network-namespace.js';
import { hostPidNamespace } from './rules/host-pid-namespace.js';
import { hostUserNamespace } from './rules/host-user-namespace.js';
import { hostUtsNamespace } from './rules/host-uts-namespace.js';
import { lsmUnconfined } from './rules/lsm-unconfined.js';
import { lockedMemoryNotLimited } from './rules/locked-memory-not-limited.js';
import { noMemoryLimit } from './rules/no-memory-limit.js';
import { noNewPrivilegesOff } from './rules/no-new-privileges-off.js';
import { noPidsLimit } from './rules/no-pids-limit.js';
import { openFilesNotLimited } from './rules/open-files-not-limited.js';
import { rootWithoutUserNamespace } from './rules/root-without-user-namespace.js';
import { runtimeSocketReachable } from './rules/runtime-socket-reachable.js';
import { seccompDisabled } from './rules/seccomp-disabled.js';
import { sensitiveHostMount } from './rules/sensitive-host-mount.js';
import { writableRootFileSystem } from './rules/writable-root-file-system.js';

/** Every rule, wall by wall, in the order in which people read them. */
export const rules: readonly Rule[] = [
  hostPidNamespace,
  hostNetworkNamespace,
  hostIpcNamespace,
  hostUtsNamespace,
  hostCgroupNamespace,
  hostUserNamespace,
  rootWithoutUserNamespace,
  noNewPrivilegesOff,
  noMemoryLimit,
  noPidsLimit,
  openFilesNotLimited,
  lockedMemoryNotLimited,
  allCapabilities,
  capabilitySysAdmin,
  capabilitySysModule,
  capabilitySysPtrace,
  capabilityDacReadSearch,
  capabilityNetAdmin,
  seccompDisabled,
  lsmUnconfined,
  writableRootFileSystem,
  runtimeSocketReachable,
  sensitiveHostMount,
];

/**
 * Version of the catalogue: 12 hex digits over id, severity and revision of every rule. Outcomes stored under another
 * version are made again. Whoever changes what a rule says raises its `revision`.
 */
export const ruleSet: string = hashDocument(
  rules.map(({ id, severity, revision }) => ({ id, severity, revision })),
).slice(0, 12);
