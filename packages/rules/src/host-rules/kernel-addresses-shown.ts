import { judgeSysctls } from '../sysctl.js';
import { defineHostRule } from '../host-rule.js';

/** Addresses of the kernel, or its log, are open to everybody. */
export const kernelAddressesShown = defineHostRule({
  id: 'kernel-addresses-shown',
  wall: 'filesystem',
  severity: 'low',
  revision: 1,
  title: 'The kernel tells everybody where it lies',
  rationale:
    'Flaws of the kernel are used by whoever knows where its parts lie in memory. Restricted, /proc/kallsyms shows zeros, the log is for root, and the randomness of each boot is worth something.',
  remediation:
    'sysctl kernel.kptr_restrict=1 (or 2), kernel.dmesg_restrict=1 and kernel.randomize_va_space=2.',
  references: ['ATT&CK T1082', 'proc_sys_kernel(5)'],
  reads: { sysctls: (host) => host.sysctls },
  unsupported: 'not-applicable',
  evaluate: ({ sysctls }) =>
    judgeSysctls(sysctls, {
      'kernel.kptr_restrict': (value) => value === '0',
      'kernel.dmesg_restrict': (value) => value === '0',
      'kernel.randomize_va_space': (value) => value !== '2',
    }),
});
