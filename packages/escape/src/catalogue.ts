import { hashDocument } from '@shoji/posture';
import type { EscapePath } from './path.js';
import { runtimeSocket } from './paths/runtime-socket.js';
import { dockerTcpApi } from './paths/docker-tcp-api.js';
import { hostBlockDevice } from './paths/host-block-device.js';
import { deviceCgroupRewrite } from './paths/device-cgroup-rewrite.js';
import { cgroupReleaseAgent } from './paths/cgroup-release-agent.js';
import { userNamespaceReleaseAgent } from './paths/user-namespace-release-agent.js';
import { hostProcfs } from './paths/host-procfs.js';
import { hostSysfs } from './paths/host-sysfs.js';
import { kernelModule } from './paths/kernel-module.js';
import { openByHandle } from './paths/open-by-handle.js';
import { traceHostProcess } from './paths/trace-host-process.js';
import { hostProcessRoot } from './paths/host-process-root.js';
import { containerdShimSocket } from './paths/containerd-shim-socket.js';
import { hostIpc } from './paths/host-ipc.js';
import { runcFlaw } from './paths/runc-flaw.js';
import { hostPathExecuted } from './paths/host-path-executed.js';
import { kubeletLogs } from './paths/kubelet-logs.js';
import { lxcfsWritable } from './paths/lxcfs-writable.js';
import { rawMemory } from './paths/raw-memory.js';
import { bpfProgram } from './paths/bpf-program.js';
import { hostNetwork } from './paths/host-network.js';
import { deviceNodeForHostUser } from './paths/device-node-for-host-user.js';
import { kernelFlaw } from './paths/kernel-flaw.js';
import { sharedPropagation } from './paths/shared-propagation.js';
import { dockerGroupHome } from './paths/docker-group-home.js';

/** Every way out that Shoji knows, in the order in which people read them. */
export const escapePaths: readonly EscapePath[] = [
  runtimeSocket,
  dockerTcpApi,
  hostBlockDevice,
  deviceCgroupRewrite,
  cgroupReleaseAgent,
  userNamespaceReleaseAgent,
  hostProcfs,
  hostSysfs,
  kernelModule,
  openByHandle,
  traceHostProcess,
  hostProcessRoot,
  containerdShimSocket,
  hostIpc,
  runcFlaw,
  hostPathExecuted,
  kubeletLogs,
  lxcfsWritable,
  rawMemory,
  bpfProgram,
  hostNetwork,
  deviceNodeForHostUser,
  kernelFlaw,
  sharedPropagation,
  dockerGroupHome,
];

/**
 * Version of the list: 12 hex digits over id, ease and revision of every way out. Verdicts stored under another version
 * are made again. Whoever changes what a way out says raises its `revision`.
 */
export const pathSet: string = hashDocument(
  escapePaths.map(({ id, ease, revision }) => ({ id, ease, revision })),
).slice(0, 12);
