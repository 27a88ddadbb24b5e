import { defineChange } from '../change.js';
import { ofHost } from '../remedies.js';

/** Not even root of the host changes the running kernel (kernel_lockdown(7)). */
export const lockDownKernel = defineChange({
  id: 'lock-down-kernel',
  title: 'Lock the kernel down',
  walls: ['lsm', 'capabilities'],
  effort: 'high',
  revision: 1,
  remedies: ofHost('host: lockdown=integrity on the kernel’s command line, or Secure Boot, and a restart'),
  breaks:
    'Breaks if modules without a signature, kexec, hibernation or direct access to hardware are needed.',
  verify: `grep -Eq '\\[(integrity|confidentiality)\\]' /sys/kernel/security/lockdown`,
  amend: ({ host: { lockdown } }) => (lockdown === 'none' ? { host: { lockdown: 'integrity' } } : null),
});
