import { denied } from '../testing/cases.js';
import { hostFails, hostPasses, hostUnknown, type HostCase } from '../testing/host-cases.js';

export const cases: readonly HostCase[] = [
  hostPasses('both are restricted', {
    sysctls: { 'kernel.yama.ptrace_scope': '1', 'kernel.perf_event_paranoid': '3' },
  }),
  hostFails('tracing is not', {
    sysctls: { 'kernel.yama.ptrace_scope': '0', 'kernel.perf_event_paranoid': '3' },
  }),
  hostFails('performance events are for all', {
    sysctls: { 'kernel.yama.ptrace_scope': '1', 'kernel.perf_event_paranoid': '-1' },
  }),
  hostUnknown('one cannot be read', {
    sysctls: { 'kernel.yama.ptrace_scope': denied, 'kernel.perf_event_paranoid': '3' },
  }),
  hostUnknown('they were not read', {}),
];
