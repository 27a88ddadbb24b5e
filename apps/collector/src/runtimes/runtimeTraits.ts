import { unreadable, unsupported, type Fact, type RuntimeName, type Traits } from '@shoji/posture';
import type { Group } from '../read/group.js';
import { cgroupParent } from './cgroupParent.js';
import type { ContainerRecord } from './record.js';

type RuntimeTraits = Required<Pick<Traits, 'restart' | 'healthCheck' | 'cgroupParent' | 'sysctls'>>;

const notRead = unreadable('its runtime’s records could not be read');
const elsewhere = unreadable('its runtime keeps it in a database');
const nobody = unsupported('no runtime looks after it');

/** Whether a container is to be started again, or asked for its health, where a record of its runtime's says nothing. */
const upkeep: Record<RuntimeName, Exclude<Fact<never>, never>> = {
  docker: notRead,
  podman: elsewhere,
  containerd: elsewhere,
  'cri-o': unsupported('it is left to the orchestrator'),
  lxc: unsupported('LXC does neither'),
  'systemd-nspawn': unsupported('it is left to systemd'),
  bubblewrap: nobody,
  none: nobody,
};

/** What a runtime was told of a container that is no wall. */
export function runtimeTraits(
  record: Pick<ContainerRecord, 'id' | 'runtime' | 'pod' | 'declared' | 'healthCheck'>,
  group: Pick<Group, 'claim' | 'within'>,
): RuntimeTraits {
  const { runtime, pod, declared, healthCheck } = record;
  // podman's pods have no orchestrator behind them.
  const unsaid = pod !== null && runtime !== 'podman' ? upkeep['cri-o'] : upkeep[runtime];
  const isOrchestrated = unsaid === upkeep['cri-o'];
  return {
    restart: isOrchestrated ? unsaid : (declared?.restart ?? unsaid),
    healthCheck: isOrchestrated ? unsaid : (healthCheck ?? unsaid),
    cgroupParent: cgroupParent(group, record),
    sysctls: declared?.sysctls ?? (upkeep[runtime] === nobody ? nobody : notRead),
  };
}
