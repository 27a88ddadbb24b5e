/** What the ways out say of a container that can be tried inside it without harm: steps of a way, and the trial that meets them. */
import type { Step } from '../../packages/escape/src/index.js';
import type { Judgement } from '../../packages/risk/src/index.js';
import type { Wall } from '../../packages/posture/src/index.js';

interface Claim {
  path: string;
  /** The walls that the trial meets, of those on the way. */
  walls: readonly Wall[];
  /** By the probe's name. */
  trial: string;
}

const claim = (path: string, trial: string, ...walls: Wall[]): Claim => ({ path, walls, trial });

export const claims: readonly Claim[] = [
  claim('cgroup-release-agent', 'mountTmpfs', 'capabilities', 'seccomp', 'lsm'),
  claim('host-block-device', 'openDisk', 'filesystem', 'cgroups', 'user'),
  claim('host-ipc', 'findSharedMemory', 'namespaces'),
  claim('host-network', 'reachAbstractSocket', 'namespaces'),
  claim('host-process-root', 'seeHostProcess', 'namespaces'),
  claim('host-procfs', 'openKernelSetting', 'filesystem', 'user'),
  claim('open-by-handle', 'openByHandle', 'capabilities', 'seccomp'),
  claim('user-namespace-release-agent', 'unshareUser', 'seccomp', 'user'),
];

/** Whether every one of these walls gives way on this way out; `null` where it does not meet them, or one cannot be told. */
export function givesWay({ paths }: Judgement, { path, walls }: Claim): boolean | null {
  const steps = paths
    .find((verdict) => verdict.path === path)!
    .steps.filter(({ wall }) => walls.includes(wall));
  const are = (state: Step['state']) => steps.filter((step) => step.state === state).length;
  if (are('stop') > 0) return false;
  return steps.length > 0 && are('unknown') === 0 ? true : null;
}
