import { hashDocument } from '@shoji/posture';
import type { HostRule } from './host-rule.js';
import type { Rule } from './rule.js';
import { cgroupVersionOne } from './host-rules/cgroup-version-one.js';
import { containerdWithKnownFlaw } from './host-rules/containerd-with-known-flaw.js';
import { dockerContainersTalkFreely } from './host-rules/docker-containers-talk-freely.js';
import { dockerGroupHasMembers } from './host-rules/docker-group-has-members.js';
import { dockerListensWithoutTls } from './host-rules/docker-listens-without-tls.js';
import { dockerLiveRestoreOff } from './host-rules/docker-live-restore-off.js';
import { dockerNewPrivilegesByDefault } from './host-rules/docker-new-privileges-by-default.js';
import { dockerSeccompProfileReplaced } from './host-rules/docker-seccomp-profile-replaced.js';
import { dockerSocketOpenToEveryone } from './host-rules/docker-socket-open-to-everyone.js';
import { dockerUserlandProxyOn } from './host-rules/docker-userland-proxy-on.js';
import { dockerUsernsRemapOff } from './host-rules/docker-userns-remap-off.js';
import { dockerWithKnownFlaw } from './host-rules/docker-with-known-flaw.js';
import { kernelAddressesShown } from './host-rules/kernel-addresses-shown.js';
import { kernelNotLockedDown } from './host-rules/kernel-not-locked-down.js';
import { kernelWithKnownFlaw } from './host-rules/kernel-with-known-flaw.js';
import { ptraceNotRestricted } from './host-rules/ptrace-not-restricted.js';
import { runcWithKnownFlaw } from './host-rules/runc-with-known-flaw.js';
import { unprivilegedBpfAllowed } from './host-rules/unprivileged-bpf-allowed.js';
import { allCapabilities } from './rules/all-capabilities.js';
import { capabilitiesBeyondDefault } from './rules/capabilities-beyond-default.js';
import { capabilitiesNotDropped } from './rules/capabilities-not-dropped.js';
import { capabilityBpf } from './rules/capability-bpf.js';
import { capabilityDacReadSearch } from './rules/capability-dac-read-search.js';
import { capabilityMacAdmin } from './rules/capability-mac-admin.js';
import { capabilityMknod } from './rules/capability-mknod.js';
import { capabilityNetAdmin } from './rules/capability-net-admin.js';
import { capabilityNetRaw } from './rules/capability-net-raw.js';
import { capabilitySysAdmin } from './rules/capability-sys-admin.js';
import { capabilitySysBoot } from './rules/capability-sys-boot.js';
import { capabilitySysModule } from './rules/capability-sys-module.js';
import { capabilitySysPtrace } from './rules/capability-sys-ptrace.js';
import { capabilitySysRawio } from './rules/capability-sys-rawio.js';
import { capabilitySysTime } from './rules/capability-sys-time.js';
import { cgroupParentNotDefault } from './rules/cgroup-parent-not-default.js';
import { coreSizeNotLimited } from './rules/core-size-not-limited.js';
import { declaredCapabilitiesNotEnforced } from './rules/declared-capabilities-not-enforced.js';
import { declaredCgroupsNotEnforced } from './rules/declared-cgroups-not-enforced.js';
import { declaredFilesystemNotEnforced } from './rules/declared-filesystem-not-enforced.js';
import { declaredLsmNotEnforced } from './rules/declared-lsm-not-enforced.js';
import { declaredNamespacesNotEnforced } from './rules/declared-namespaces-not-enforced.js';
import { declaredRlimitsNotEnforced } from './rules/declared-rlimits-not-enforced.js';
import { declaredSeccompNotEnforced } from './rules/declared-seccomp-not-enforced.js';
import { declaredUserNotEnforced } from './rules/declared-user-not-enforced.js';
import { everyDeviceAllowed } from './rules/every-device-allowed.js';
import { hostCgroupNamespace } from './rules/host-cgroup-namespace.js';
import { hostDeviceExposed } from './rules/host-device-exposed.js';
import { hostIpcNamespace } from './rules/host-ipc-namespace.js';
import { hostMountNamespace } from './rules/host-mount-namespace.js';
import { hostNetworkNamespace } from './rules/host-network-namespace.js';
import { hostPathMounted } from './rules/host-path-mounted.js';
import { hostPidNamespace } from './rules/host-pid-namespace.js';
import { hostPortPublished } from './rules/host-port-published.js';
import { hostUserNamespace } from './rules/host-user-namespace.js';
import { hostUtsNamespace } from './rules/host-uts-namespace.js';
import { imageTagLatest } from './rules/image-tag-latest.js';
import { inheritableCapabilities } from './rules/inheritable-capabilities.js';
import { ioUringAllowed } from './rules/io-uring-allowed.js';
import { kernelMemoryReadable } from './rules/kernel-memory-readable.js';
import { kernelSettingsWritable } from './rules/kernel-settings-writable.js';
import { lockedMemoryNotLimited } from './rules/locked-memory-not-limited.js';
import { lsmUnconfined } from './rules/lsm-unconfined.js';
import { mountSharedWithHost } from './rules/mount-shared-with-host.js';
import { namespaceNotItsOwn } from './rules/namespace-not-its-own.js';
import { noCpuLimit } from './rules/no-cpu-limit.js';
import { noHealthCheck } from './rules/no-health-check.js';
import { noMemoryLimit } from './rules/no-memory-limit.js';
import { noNewPrivilegesOff } from './rules/no-new-privileges-off.js';
import { noPidsLimit } from './rules/no-pids-limit.js';
import { openFilesNotLimited } from './rules/open-files-not-limited.js';
import { orphanedContainer } from './rules/orphaned-container.js';
import { privilegedContainer } from './rules/privileged-container.js';
import { privilegedPortPublished } from './rules/privileged-port-published.js';
import { processBecameRoot } from './rules/process-became-root.js';
import { processInOtherNamespaces } from './rules/process-in-other-namespaces.js';
import { processUnderOtherLabel } from './rules/process-under-other-label.js';
import { processWithMoreCapabilities } from './rules/process-with-more-capabilities.js';
import { publishedPortOnAllInterfaces } from './rules/published-port-on-all-interfaces.js';
import { publishedPortWithoutListener } from './rules/published-port-without-listener.js';
import { restartsNotLimited } from './rules/restarts-not-limited.js';
import { rootWithoutUserNamespace } from './rules/root-without-user-namespace.js';
import { runtimeSocketReachable } from './rules/runtime-socket-reachable.js';
import { seccompDisabled } from './rules/seccomp-disabled.js';
import { seccompFilterLoose } from './rules/seccomp-filter-loose.js';
import { selinuxTypeNotForContainers } from './rules/selinux-type-not-for-containers.js';
import { sensitiveHostMount } from './rules/sensitive-host-mount.js';
import { sshServerListening } from './rules/ssh-server-listening.js';
import { unsafeSysctlSet } from './rules/unsafe-sysctl-set.js';
import { userNamespaceCreatable } from './rules/user-namespace-creatable.js';
import { writableCgroupFileSystem } from './rules/writable-cgroup-file-system.js';
import { writableRootFileSystem } from './rules/writable-root-file-system.js';
import { writableSysfs } from './rules/writable-sysfs.js';

/** Every rule on containers, wall by wall, in the order in which people read them. */
export const rules: readonly Rule[] = [
  hostPidNamespace,
  hostNetworkNamespace,
  hostIpcNamespace,
  hostUtsNamespace,
  hostCgroupNamespace,
  hostMountNamespace,
  namespaceNotItsOwn,
  hostPortPublished,
  publishedPortOnAllInterfaces,
  privilegedPortPublished,
  publishedPortWithoutListener,
  sshServerListening,
  processInOtherNamespaces,
  unsafeSysctlSet,
  orphanedContainer,
  declaredNamespacesNotEnforced,
  hostUserNamespace,
  rootWithoutUserNamespace,
  noNewPrivilegesOff,
  processBecameRoot,
  declaredUserNotEnforced,
  noMemoryLimit,
  noPidsLimit,
  noCpuLimit,
  cgroupParentNotDefault,
  restartsNotLimited,
  noHealthCheck,
  everyDeviceAllowed,
  writableCgroupFileSystem,
  declaredCgroupsNotEnforced,
  openFilesNotLimited,
  lockedMemoryNotLimited,
  coreSizeNotLimited,
  declaredRlimitsNotEnforced,
  privilegedContainer,
  allCapabilities,
  capabilitySysAdmin,
  capabilitySysModule,
  capabilitySysPtrace,
  capabilityDacReadSearch,
  capabilitySysRawio,
  capabilityBpf,
  capabilityMacAdmin,
  capabilityNetAdmin,
  capabilitySysBoot,
  capabilitySysTime,
  capabilityNetRaw,
  capabilityMknod,
  capabilitiesBeyondDefault,
  capabilitiesNotDropped,
  inheritableCapabilities,
  processWithMoreCapabilities,
  declaredCapabilitiesNotEnforced,
  seccompDisabled,
  seccompFilterLoose,
  ioUringAllowed,
  userNamespaceCreatable,
  declaredSeccompNotEnforced,
  lsmUnconfined,
  selinuxTypeNotForContainers,
  processUnderOtherLabel,
  declaredLsmNotEnforced,
  runtimeSocketReachable,
  sensitiveHostMount,
  hostPathMounted,
  mountSharedWithHost,
  hostDeviceExposed,
  kernelSettingsWritable,
  kernelMemoryReadable,
  writableSysfs,
  writableRootFileSystem,
  imageTagLatest,
  declaredFilesystemNotEnforced,
];

/**
 * Every rule on hosts. What a host lacks counts in the risk of a container where it opens a way out, not once more for
 * each container that it runs.
 */
export const hostRules: readonly HostRule[] = [
  dockerUsernsRemapOff,
  dockerNewPrivilegesByDefault,
  dockerGroupHasMembers,
  dockerSocketOpenToEveryone,
  dockerSeccompProfileReplaced,
  dockerListensWithoutTls,
  dockerContainersTalkFreely,
  dockerUserlandProxyOn,
  dockerLiveRestoreOff,
  runcWithKnownFlaw,
  containerdWithKnownFlaw,
  dockerWithKnownFlaw,
  kernelWithKnownFlaw,
  kernelNotLockedDown,
  cgroupVersionOne,
  unprivilegedBpfAllowed,
  kernelAddressesShown,
  ptraceNotRestricted,
];

/**
 * Version of the catalogue: 12 hex digits over id, severity and revision of every rule on containers. Outcomes stored
 * under another version are made again. Whoever changes what a rule says raises its `revision`.
 */
export const ruleSet: string = hashDocument(
  rules.map(({ id, severity, revision }) => ({ id, severity, revision })),
).slice(0, 12);
