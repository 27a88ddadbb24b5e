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
  hostFails('docker’s default holds', docker()),
  hostFails('it is set so', docker({ 'no-new-privileges': false })),
  hostPasses('it is set', docker({ 'no-new-privileges': true })),
  hostFails('one of two daemons has it so', {
    runtimes: [
      ...docker({ 'no-new-privileges': true }).runtimes,
      ...docker({ 'no-new-privileges': false }).runtimes,
    ],
  }),
  hostUnknown('daemon.json cannot be read', docker({ 'file:/etc/docker/daemon.json': denied })),
  hostUnknown('the daemon tells nothing', {
    runtimes: [{ name: 'docker', version: denied, configuration: denied }],
  }),
  hostUnknown('whether docker runs is hidden', { runtimes: [], processesComplete: denied }),
  hostNotApplicable('docker does not run', { runtimes: [] }),
];
