import { judgeSysctls } from '../sysctl.js';
import { defineHostRule } from '../host-rule.js';

/** Tracing is not restricted to one’s own children. */
export const ptraceNotRestricted = defineHostRule({
  id: 'ptrace-not-restricted',
  wall: 'capabilities',
  severity: 'low',
  revision: 1,
  title: 'A process can trace every other of its user',
  rationale:
    'Any process reads the memory of all others of the same user, keys and passwords among it, on the host and within each container: who takes over one takes over all of them.',
  remediation: 'sysctl kernel.yama.ptrace_scope=1 (or higher), and kernel.perf_event_paranoid=2.',
  references: ['ATT&CK T1055.008', 'ptrace(2)'],
  reads: { sysctls: (host) => host.sysctls },
  unsupported: 'not-applicable',
  evaluate: ({ sysctls }) =>
    judgeSysctls(sysctls, {
      'kernel.yama.ptrace_scope': (value) => value === '0',
      'kernel.perf_event_paranoid': (value) => Number(value) < 2,
    }),
});
