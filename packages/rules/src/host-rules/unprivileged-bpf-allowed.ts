import { judgeSysctls } from '../sysctl.js';
import { defineHostRule } from '../host-rule.js';

/** BPF and its compiler are open to everybody. */
export const unprivilegedBpfAllowed = defineHostRule({
  id: 'unprivileged-bpf-allowed',
  wall: 'capabilities',
  severity: 'low',
  revision: 1,
  title: 'Anybody can load programs into the kernel',
  rationale:
    'Ordinary users may load BPF programs, whose checker has let malicious ones through more than once. Nothing but the filter of a container stands before it.',
  remediation: 'sysctl kernel.unprivileged_bpf_disabled=1 (or 2).',
  references: ['ATT&CK T1068', 'proc_sys_kernel(5)', 'bpf(2)'],
  reads: { sysctls: (host) => host.sysctls },
  unsupported: 'not-applicable',
  evaluate: ({ sysctls }) =>
    judgeSysctls(sysctls, { 'kernel.unprivileged_bpf_disabled': (value) => value === '0' }),
});
