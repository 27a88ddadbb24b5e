import { hostFails, hostPasses, hostUnknown, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('all are set', {
    sysctls: { 'kernel.kptr_restrict': '1', 'kernel.dmesg_restrict': '1', 'kernel.randomize_va_space': '2' },
  }),
  hostFails('the log is for all', {
    sysctls: { 'kernel.kptr_restrict': '1', 'kernel.dmesg_restrict': '0', 'kernel.randomize_va_space': '2' },
  }),
  hostFails('programs lie where they always do', {
    sysctls: { 'kernel.kptr_restrict': '1', 'kernel.dmesg_restrict': '1', 'kernel.randomize_va_space': '0' },
  }),
  hostFails('one is open and the others were not read', { sysctls: { 'kernel.kptr_restrict': '0' } }),
  hostUnknown('one was not read', { sysctls: { 'kernel.kptr_restrict': '1', 'kernel.dmesg_restrict': '1' } }),
];
