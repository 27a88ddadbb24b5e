import { hashDocument } from '@shoji/posture';
import type { Change } from './change.js';
import { ownPidNamespace } from './changes/own-pid-namespace.js';
import { ownNetworkNamespace } from './changes/own-network-namespace.js';
import { ownIpcNamespace } from './changes/own-ipc-namespace.js';
import { ownUtsNamespace } from './changes/own-uts-namespace.js';
import { ownCgroupNamespace } from './changes/own-cgroup-namespace.js';
import { publishNoPorts } from './changes/publish-no-ports.js';
import { publishOnLoopback } from './changes/publish-on-loopback.js';
import { safeSysctls } from './changes/safe-sysctls.js';
import { privateUserNamespace } from './changes/private-user-namespace.js';
import { runAsNonRoot } from './changes/run-as-non-root.js';
import { noNewPrivileges } from './changes/no-new-privileges.js';
import { limitMemory } from './changes/limit-memory.js';
import { limitPids } from './changes/limit-pids.js';
import { limitCpu } from './changes/limit-cpu.js';
import { defaultCgroupParent } from './changes/default-cgroup-parent.js';
import { limitRestarts } from './changes/limit-restarts.js';
import { readOnlyCgroups } from './changes/read-only-cgroups.js';
import { removeDevices } from './changes/remove-devices.js';
import { limitOpenFiles } from './changes/limit-open-files.js';
import { limitLockedMemory } from './changes/limit-locked-memory.js';
import { limitProcessesOfUser } from './changes/limit-processes-of-user.js';
import { noCoreDumps } from './changes/no-core-dumps.js';
import { defaultCapabilities } from './changes/default-capabilities.js';
import { dropAllCapabilities } from './changes/drop-all-capabilities.js';
import { dropSysAdmin } from './changes/drop-sys-admin.js';
import { dropSysModule } from './changes/drop-sys-module.js';
import { dropSysPtrace } from './changes/drop-sys-ptrace.js';
import { dropSysRawio } from './changes/drop-sys-rawio.js';
import { dropDacReadSearch } from './changes/drop-dac-read-search.js';
import { dropDacOverride } from './changes/drop-dac-override.js';
import { dropNetAdmin } from './changes/drop-net-admin.js';
import { dropNetRaw } from './changes/drop-net-raw.js';
import { dropMknod } from './changes/drop-mknod.js';
import { dropBpf } from './changes/drop-bpf.js';
import { dropSyslog } from './changes/drop-syslog.js';
import { dropSysBoot } from './changes/drop-sys-boot.js';
import { dropSysTime } from './changes/drop-sys-time.js';
import { dropMacAdmin } from './changes/drop-mac-admin.js';
import { dropSetuid } from './changes/drop-setuid.js';
import { dropSysChroot } from './changes/drop-sys-chroot.js';
import { withoutPrivileged } from './changes/without-privileged.js';
import { defaultSeccomp } from './changes/default-seccomp.js';
import { refuseIoUring } from './changes/refuse-io-uring.js';
import { defaultAppArmor } from './changes/default-apparmor.js';
import { defaultSelinuxLabel } from './changes/default-selinux-label.js';
import { removeRuntimeSocket } from './changes/remove-runtime-socket.js';
import { removeSensitiveMounts } from './changes/remove-sensitive-mounts.js';
import { readOnlySensitiveMounts } from './changes/read-only-sensitive-mounts.js';
import { privatePropagation } from './changes/private-propagation.js';
import { coverKernelPaths } from './changes/cover-kernel-paths.js';
import { readOnlySysfs } from './changes/read-only-sysfs.js';
import { readOnlyLxcfs } from './changes/read-only-lxcfs.js';
import { readOnlyRoot } from './changes/read-only-root.js';
import { endDeviatingProcesses } from './changes/end-deviating-processes.js';
import { requireDockerCertificates } from './changes/require-docker-certificates.js';
import { emptyDockerGroup } from './changes/empty-docker-group.js';
import { updateRunc } from './changes/update-runc.js';
import { updateContainerd } from './changes/update-containerd.js';
import { unifiedCgroups } from './changes/unified-cgroups.js';
import { enforceSelinux } from './changes/enforce-selinux.js';
import { restrictUserNamespaces } from './changes/restrict-user-namespaces.js';
import { disableModuleLoading } from './changes/disable-module-loading.js';
import { lockDownKernel } from './changes/lock-down-kernel.js';
import { restrictPtrace } from './changes/restrict-ptrace.js';
import { restrictBpf } from './changes/restrict-bpf.js';
import { restrictPerfEvents } from './changes/restrict-perf-events.js';
import { restrictKernelMessages } from './changes/restrict-kernel-messages.js';
import { hideKernelAddresses } from './changes/hide-kernel-addresses.js';

/** Every change: those of one container wall by wall, then those of the daemon and the host. */
export const changes: readonly Change[] = [
  ownPidNamespace,
  ownNetworkNamespace,
  ownIpcNamespace,
  ownUtsNamespace,
  ownCgroupNamespace,
  publishOnLoopback,
  publishNoPorts,
  safeSysctls,
  privateUserNamespace,
  runAsNonRoot,
  noNewPrivileges,
  limitMemory,
  limitPids,
  limitCpu,
  limitRestarts,
  defaultCgroupParent,
  readOnlyCgroups,
  removeDevices,
  limitOpenFiles,
  limitLockedMemory,
  limitProcessesOfUser,
  noCoreDumps,
  withoutPrivileged,
  defaultCapabilities,
  dropAllCapabilities,
  dropSysAdmin,
  dropSysModule,
  dropSysPtrace,
  dropSysRawio,
  dropDacReadSearch,
  dropDacOverride,
  dropNetAdmin,
  dropNetRaw,
  dropMknod,
  dropBpf,
  dropSyslog,
  dropSysBoot,
  dropSysTime,
  dropMacAdmin,
  dropSetuid,
  dropSysChroot,
  defaultSeccomp,
  refuseIoUring,
  defaultAppArmor,
  defaultSelinuxLabel,
  removeRuntimeSocket,
  removeSensitiveMounts,
  readOnlySensitiveMounts,
  privatePropagation,
  coverKernelPaths,
  readOnlySysfs,
  readOnlyLxcfs,
  readOnlyRoot,
  endDeviatingProcesses,
  requireDockerCertificates,
  emptyDockerGroup,
  updateRunc,
  updateContainerd,
  unifiedCgroups,
  enforceSelinux,
  restrictUserNamespaces,
  disableModuleLoading,
  lockDownKernel,
  restrictPtrace,
  restrictBpf,
  restrictPerfEvents,
  restrictKernelMessages,
  hideKernelAddresses,
];

/**
 * Version of the list: 12 hex digits over id, effort and revision of every change. Judgements stored under another version
 * are made again. Whoever changes what a change sets raises its `revision`.
 */
export const changeSet: string = hashDocument(
  changes.map(({ id, effort, revision }) => ({ id, effort, revision })),
).slice(0, 12);
