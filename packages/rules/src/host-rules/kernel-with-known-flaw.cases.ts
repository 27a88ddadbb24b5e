import { denied } from '../testing/cases.js';
import { hostFails, hostPasses, hostUnknown, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('it is mended', { kernel: '6.12.1' }),
  hostPasses('it is of a distribution and newer than all of them', { kernel: '6.18.0-1-amd64' }),
  hostPasses('it is a mended one of an older line', { kernel: '5.15.160' }),
  hostFails('it is 5.16.1', { kernel: '5.16.1' }),
  hostFails('it is 6.1.50', { kernel: '6.1.50' }),
  hostUnknown('Debian may have mended it', { kernel: '6.1.0-56-amd64' }),
  hostUnknown('its release cannot be compared', { kernel: 'mainline' }),
  hostUnknown('it cannot be read', { kernel: denied }),
];
