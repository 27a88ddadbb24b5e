import { denied } from '../testing/cases.js';
import {
  docker,
  hostFails,
  hostNotApplicable,
  hostPasses,
  hostUnknown,
  type HostCase,
} from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('it is set', docker({ 'userns-remap': 'default' })),
  hostPasses('the daemon runs rootless', docker({ rootless: true })),
  hostFails('it is not set', docker()),
  hostUnknown('daemon.json cannot be read', docker({ 'file:/etc/docker/daemon.json': denied })),
  hostUnknown('whether docker runs is hidden', { runtimes: [], runtimesComplete: denied }),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
