import { holds } from '../conditions/capabilities.js';
import { notLockedDown } from '../conditions/kernel.js';
import { moduleAllows } from '../conditions/lsm.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E20: a program in the kernel reads the memory of every process. */
export const bpfProgram = definePath({
  id: 'bpf-program',
  title: 'Watch and change the host from within the kernel',
  ease: 'moderate',
  revision: 1,
  explanation:
    'Small programs can be put into the kernel to trace it. They see the memory and the system calls of every process on the host and can change what these read: enough to take any password, or to make a service of the host run a command.',
  techniques: ['T1611', 'T1205.002'],
  references: ['bpf(2)', 'capabilities(7)'],
  conditions: [
    holds(['CAP_BPF', 'CAP_PERFMON'], ['CAP_SYS_ADMIN']),
    capabilitiesCountOnHost,
    letsThrough('bpf'),
    notLockedDown('read its memory from a program in it'),
    moduleAllows('load into the kernel'),
  ],
});
