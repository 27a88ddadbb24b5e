import { letsThrough } from '../conditions/seccomp.js';
import { kernelHasUnknownFlaw } from '../conditions/foothold.js';
import { definePath } from '../path.js';

/** E23: a flaw of the kernel is reached through system calls that a filter would refuse. */
export const kernelFlaw = definePath({
  id: 'kernel-flaw',
  title: 'Use a flaw of the kernel',
  ease: 'hard',
  revision: 1,
  explanation:
    'Every container uses the kernel of the host, and a flaw in it is a way out for whoever can reach it. Most of the flaws of the last years stood behind system calls that no ordinary program needs and that a usual filter refuses; here they are open.',
  techniques: ['T1611', 'T1068'],
  references: ['CVE-2022-0185', 'CVE-2022-0847', 'seccomp(2)'],
  conditions: [
    letsThrough('io_uring_setup', 'unshare', 'bpf', 'keyctl', 'userfaultfd'),
    kernelHasUnknownFlaw,
  ],
});
