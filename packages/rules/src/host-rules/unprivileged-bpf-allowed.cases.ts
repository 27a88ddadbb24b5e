import { absent, denied } from '../testing/cases.js';
import { hostFails, hostPasses, hostUnknown, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('it is for root', { sysctls: { 'kernel.unprivileged_bpf_disabled': '2' } }),
  hostPasses('the kernel has no such setting', { sysctls: { 'kernel.unprivileged_bpf_disabled': absent } }),
  hostFails('it is for all', { sysctls: { 'kernel.unprivileged_bpf_disabled': '0' } }),
  hostUnknown('it was not read', {}),
  hostUnknown('it cannot be read', { sysctls: { 'kernel.unprivileged_bpf_disabled': denied } }),
];
