import { holds } from '../conditions/capabilities.js';
import { moduleAllows } from '../conditions/lsm.js';
import { sharesWithHost } from '../conditions/namespaces.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E11: a process of the host is traced and made to run other code. */
export const traceHostProcess = definePath({
  id: 'trace-host-process',
  title: 'Take over a process of the host',
  ease: 'easy',
  revision: 1,
  explanation:
    'The container sees the processes of the host and may trace them. Tracing is meant for debuggers: it reads and changes the memory of another process, and so makes it do anything.',
  techniques: ['T1611', 'T1055.008'],
  references: ['CIS Docker 1.6.0 5.16', 'ptrace(2)'],
  conditions: [
    sharesWithHost('pid'),
    holds(['CAP_SYS_PTRACE']),
    capabilitiesCountOnHost,
    letsThrough('ptrace', 'process_vm_writev'),
    moduleAllows('look into processes of the host'),
  ],
});
