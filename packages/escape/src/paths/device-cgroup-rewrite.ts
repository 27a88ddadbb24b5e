import { holds } from '../conditions/capabilities.js';
import { cgroupVersion1, writableCgroups } from '../conditions/cgroups.js';
import { moduleAllows } from '../conditions/lsm.js';
import { letsThrough } from '../conditions/seccomp.js';
import { capabilitiesCountOnHost } from '../conditions/user.js';
import { definePath } from '../path.js';

/** E4: the list of devices that version 1 of cgroups allows is rewritten from inside. */
export const deviceCgroupRewrite = definePath({
  id: 'device-cgroup-rewrite',
  title: 'Allow itself every device',
  ease: 'moderate',
  revision: 1,
  explanation:
    'Which devices a container may open stands in a file of the kernel. With version 1 of cgroups, root with the right to administer the system can mount that file and allow itself every disk of the host.',
  techniques: ['T1611'],
  references: ['CIS Docker 1.6.0 5.25', 'cgroups(7)'],
  conditions: [
    cgroupVersion1,
    holds(['CAP_SYS_ADMIN']),
    capabilitiesCountOnHost,
    {
      short: writableCgroups,
      long: [letsThrough('mount', 'fsmount'), moduleAllows('mount a file system')],
    },
  ],
});
