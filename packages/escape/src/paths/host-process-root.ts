import { holds } from '../conditions/capabilities.js';
import { moduleAllows } from '../conditions/lsm.js';
import { sharesWithHost } from '../conditions/namespaces.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E12: the files of a process of the host are reached through /proc. */
export const hostProcessRoot = definePath({
  id: 'host-process-root',
  title: 'Reach the host’s files through its processes',
  ease: 'trivial',
  revision: 1,
  explanation:
    'The container sees the processes of the host, and may look into them. Every process shows its root directory under /proc: that of a process of the host is the host’s own, with all its files.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.16', 'proc_pid_root(5)'],
  conditions: [
    sharesWithHost('pid'),
    holds(['CAP_SYS_PTRACE']),
    capabilitiesCountOnHost,
    moduleAllows('look into processes of the host'),
  ],
});
