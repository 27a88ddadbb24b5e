import { section } from './controls.js';
import type { Control, Framework } from './framework.js';

const spec = 'it is a field of a pod’s specification that leaves no trace in the kernel';

const baselineControls: readonly Control[] = section('Baseline', 'container', [
  ['windowsHostProcess', 'No host process of Windows', 'the hosts are Linux'],
  [
    'hostNamespaces',
    'Network, processes and shared memory are not the host’s',
    ['host-network-namespace', 'host-pid-namespace', 'host-ipc-namespace'],
  ],
  ['privileged', 'The container is not privileged', ['privileged-container', 'all-capabilities']],
  [
    'capabilities_baseline',
    'No capability beyond the usual ones',
    ['capabilities-beyond-default', 'capability-net-raw'],
  ],
  [
    'hostPathVolumes',
    'No path of the host is mounted',
    ['host-path-mounted', 'sensitive-host-mount', 'runtime-socket-reachable'],
  ],
  ['hostPorts', 'No port of the host leads in', ['host-port-published']],
  ['hostProbesAndHostLifecycle', 'Probes and hooks name no host', spec],
  ['appArmorProfile', 'A security module confines the container', ['lsm-unconfined']],
  ['seLinuxOptions', 'The SELinux label is one for containers', ['selinux-type-not-for-containers']],
  ['procMount', 'Settings of the kernel are covered', ['kernel-settings-writable']],
  ['seccompProfile_baseline', 'System calls are filtered', ['seccomp-disabled']],
  ['sysctls', 'Only harmless settings of its own namespaces are set', ['unsafe-sysctl-set']],
]);

const restrictedControls: readonly Control[] = section('Restricted', 'container', [
  ['restrictedVolumes', 'Only volumes that Kubernetes keeps', ['host-path-mounted']],
  ['allowPrivilegeEscalation', 'Processes gain no privileges', ['no-new-privileges-off']],
  ['runAsNonRoot', 'The container does not run as root of the host', ['root-without-user-namespace']],
  [
    'runAsUser',
    'No process runs as root of the host',
    ['root-without-user-namespace', 'process-became-root'],
  ],
  [
    'seccompProfile_restricted',
    'Every process is filtered, and the filter is a usual one',
    ['seccomp-disabled', 'seccomp-filter-loose'],
  ],
  [
    'capabilities_restricted',
    'All capabilities are dropped but binding low ports',
    ['capabilities-not-dropped'],
  ],
]);

const scope =
  'Every check of the level, by the names of the admission controller. What the kernel enforces decides, not what the pod’s specification says; as in the standards, user namespaces count.';

/** Pod Security Standards, level baseline. */
export const podSecurityBaseline: Framework = {
  id: 'pss-baseline',
  name: 'Pod Security Standards: baseline',
  version: '1.34',
  scope,
  controls: baselineControls,
};

/** Pod Security Standards, level restricted, which has all of baseline. */
export const podSecurityRestricted: Framework = {
  id: 'pss-restricted',
  name: 'Pod Security Standards: restricted',
  version: '1.34',
  scope,
  controls: [...baselineControls, ...restrictedControls],
};
