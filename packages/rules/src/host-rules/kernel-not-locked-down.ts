import { evidenceOf, isKnown, isUnreadable, unreadable } from '@shoji/posture';
import { defineHostRule } from '../host-rule.js';
import { fail, pass, unknown } from '../rule.js';

/** Neither lockdown nor modules_disabled keeps root from loading code into the kernel. */
export const kernelNotLockedDown = defineHostRule({
  id: 'kernel-not-locked-down',
  wall: 'lsm',
  severity: 'low',
  revision: 1,
  title: 'Root can change the running kernel',
  rationale:
    'Who becomes root of the host puts code into the kernel and is seen by nobody afterwards. Lockdown refuses it, and so does closing the door for modules after boot.',
  remediation:
    'Boot with secure boot or lockdown=integrity; or sysctl kernel.modules_disabled=1 once all modules are loaded.',
  references: ['ATT&CK T1547.006', 'kernel_lockdown(7)'],
  reads: {},
  considers: { lockdown: (host) => host.lockdown, sysctls: (host) => host.sysctls },
  unsupported: 'fail',
  evaluate: ({ lockdown, sysctls }) => {
    const modules = sysctls['kernel.modules_disabled'] ?? unreadable('not read');
    const evidence = () => [
      evidenceOf('host.lockdown', lockdown),
      evidenceOf('host.sysctls.kernel.modules_disabled', modules),
    ];
    if ((isKnown(lockdown) && lockdown !== 'none') || modules === '1') return { ...pass, evidence };
    return isUnreadable(lockdown) || isUnreadable(modules) ? unknown(evidence) : fail(evidence);
  },
});
