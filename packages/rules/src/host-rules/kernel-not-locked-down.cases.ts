import { absent, denied } from '../testing/cases.js';
import { hostFails, hostPasses, hostUnknown, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('lockdown is on', { lockdown: 'integrity' }),
  hostPasses('no module can be loaded any more', { sysctls: { 'kernel.modules_disabled': '1' } }),
  hostFails('neither is', { sysctls: { 'kernel.modules_disabled': '0' } }),
  hostFails('the kernel has no lockdown', { lockdown: absent, sysctls: { 'kernel.modules_disabled': '0' } }),
  hostUnknown('lockdown cannot be read', { lockdown: denied, sysctls: { 'kernel.modules_disabled': '0' } }),
  hostUnknown('the setting was not read', {}),
];
