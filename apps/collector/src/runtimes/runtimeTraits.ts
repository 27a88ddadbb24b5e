import {
  unreadable,
  unsupported,
  type RuntimeName,
  type Traits,
  type Unreadable,
  type Unsupported,
} from '@shoji/posture';
import type { Group } from '../read/group.js';
import { cgroupParent } from './cgroupParent.js';
import type { ContainerRecord } from './record.js';

type RuntimeTraits = Required<Pick<Traits, 'restart' | 'healthCheck' | 'cgroupParent' | 'sysctls'>>;

const notRead = unreadable('its runtime’s records could not be read');
const inDatabase = unreadable('its runtime keeps it in a database');
const unknownMaker = unreadable('who made it is not known');
const orchestrated = unsupported('it is left to the orchestrator');
const nobody = unsupported('no runtime looks after it');

/** Why no record says whether a container is to be started again, or asked for its health. */
const unsaid: Record<RuntimeName, Unreadable | Unsupported> = {
  docker: notRead,
  podman: inDatabase,
  containerd: inDatabase,
  'cri-o': orchestrated,
  lxc: unsupported('LXC does neither'),
  'systemd-nspawn': unsupported('it is left to systemd'),
  bubblewrap: nobody,
  none: nobody,
};

/** What a runtime was told of a container that is no wall. */
export function runtimeTraits(
  record: Pick<ContainerRecord, 'id' | 'kind' | 'runtime' | 'pod' | 'declared' | 'healthCheck'>,
  group: Pick<Group, 'claim' | 'within'>,
): RuntimeTraits {
  const { kind, runtime, pod, declared, healthCheck } = record;
  // What looks like a container was made by somebody.
  if (runtime === 'none' && kind === 'container')
    return {
      restart: unknownMaker,
      healthCheck: unknownMaker,
      cgroupParent: unknownMaker,
      sysctls: unknownMaker,
    };
  // podman's pods have no orchestrator behind them.
  const isOrchestrated = runtime === 'cri-o' || (pod !== null && runtime !== 'podman');
  const why = isOrchestrated ? orchestrated : unsaid[runtime];
  return {
    restart: isOrchestrated
      ? why
      : (declared?.restart ?? (runtime === 'lxc' && declared === null ? notRead : why)),
    healthCheck: isOrchestrated ? why : (healthCheck ?? why),
    cgroupParent: cgroupParent(group, record),
    sysctls: declared?.sysctls ?? (why === nobody ? nobody : notRead),
  };
}
