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
  hostPasses('docker’s default holds', docker()),
  hostPasses('it is set to docker’s own', docker({ 'seccomp-profile': 'builtin' })),
  hostFails('it is turned off', docker({ 'seccomp-profile': 'unconfined' })),
  hostFails('it is another one', docker({ 'seccomp-profile': '/etc/docker/seccomp.json' }), 'low'),
  hostUnknown('daemon.json cannot be read', docker({ 'file:/etc/docker/daemon.json': denied })),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
